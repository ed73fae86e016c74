namespace TenantTokens.Durable;

/// <summary>The instance id is one that not every engine accepts.</summary>
/// <param name="instanceId">The id.</param>
/// <param name="parameterName">The argument that held the id; null when it is not known.</param>
public sealed class InvalidInstanceIdException(string instanceId, string? parameterName)
    : ArgumentException(
        $"'{instanceId}' is not an instance id. An instance id has 1 to {MaxLength} printable ASCII characters and does not begin with"
            + $" '@'.",
        parameterName)
{
    /// <summary>
    /// The longest id that Durable Task Scheduler accepts, in characters
    /// (https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler).
    /// </summary>
    public const int MaxLength = 100;

    /// <summary>Checks that every engine accepts an id.</summary>
    /// <exception cref="InvalidInstanceIdException">
    /// The id is empty, longer than <see cref="MaxLength"/> characters, starts with '@', or is not printable ASCII.
    /// </exception>
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
