namespace TenantTokens.Durable;

/// <summary>An instance id that not every engine takes.</summary>
/// <param name="instanceId">The id.</param>
/// <param name="parameterName">The argument that held it.</param>
public sealed class InvalidInstanceIdException(string instanceId, string? parameterName)
    : ArgumentException(
        $"'{instanceId}' is not an instance id. An instance id has 1 to {MaxLength} printable ASCII characters and does not begin with"
            + $" '@'.",
        parameterName)
{
    /// <summary>
    /// The longest id that Durable Task Scheduler takes
    /// (https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler).
    /// </summary>
    public const int MaxLength = 100;

    /// <summary>Checks an id.</summary>
    /// <exception cref="InvalidInstanceIdException">It is none.</exception>
    public static void ThrowIfInvalid(string instanceId, string? parameterName = null)
    {
        if (instanceId is not { Length: > 0 and <= MaxLength }
            || instanceId[0] == '@'
            || instanceId.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new InvalidInstanceIdException(instanceId, parameterName);
        }
    }
}
