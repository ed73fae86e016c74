namespace TenantTokens.Durable;

/// <summary>An instance id that not every engine takes.</summary>
/// <param name="instanceId">The id.</param>
/// <param name="parameterName">The argument that held it.</param>
public sealed class InvalidInstanceIdException(string instanceId, string? parameterName)
    : ArgumentException($"'{instanceId}' is no instance id: 1 to {MaxLength} printable ASCII characters are allowed, the first of them not '@'.", parameterName)
{
    /// <summary>The longest id that Durable Task Scheduler takes (https://learn.microsoft.com/azure/azure-functions/durable/durable-task-scheduler/durable-task-scheduler).</summary>
    public const int MaxLength = 100;

    /// <summary>Checks an id.</summary>
    /// <exception cref="InvalidInstanceIdException">It is none.</exception>
    public static void ThrowIfInvalid(string instanceId, string? parameterName = null)
    {
        if (instanceId is not { Length: > 0 and <= MaxLength } || instanceId[0] == '@' || instanceId.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new InvalidInstanceIdException(instanceId, parameterName);
        }
    }
}
