namespace TenantTokens.FunctionsDurableHost;

/// <summary>What a host process is told, through its environment.</summary>
/// <param name="Hub">The task hub.</param>
/// <param name="ActivitiesAt">Where the activities of the engine contract are run; null: the app's own tasks are run, here.</param>
/// <param name="CrashAfter">
/// The activity after whose message, and before the history that names it, the process kills itself; null: it does not.
/// </param>
/// <param name="IsChanged">Whether the orchestrators are those of a later deployment that asks for other steps.</param>
public sealed record HostSettings(StorageHub Hub, Uri? ActivitiesAt = null, string? CrashAfter = null, bool IsChanged = false)
{
    private const string ConnectionString = "HUB_CONNECTION_STRING";
    private const string Name = "TASKHUB_NAME";
    private const string Activities = "ACTIVITIES_AT";
    private const string Crash = "CRASH_AFTER";
    private const string Changed = "CHANGED_ORCHESTRATORS";

    /// <summary>Reads them in the process.</summary>
    public static HostSettings Read() => new(
        new(Required(ConnectionString), Required(Name)),
        Optional(Activities) is { } address ? new Uri(address) : null,
        Optional(Crash),
        Optional(Changed) is not null);

    /// <summary>Writes them for a process.</summary>
    public void WriteTo(IDictionary<string, string?> environment)
    {
        environment[ConnectionString] = Hub.ConnectionString;
        environment[Name] = Hub.Name;
        environment[Activities] = ActivitiesAt?.ToString();
        environment[Crash] = CrashAfter;
        environment[Changed] = IsChanged ? "true" : null;
    }

    private static string Required(string name) => Optional(name) ?? throw new InvalidOperationException($"{name} is missing.");

    private static string? Optional(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
