using System.Globalization;

namespace TenantTokens.Local.Engine;

/// <summary>One event of an instance, as it is delivered and recorded.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Step">The number of the step that it answers; -1 for none.</param>
/// <param name="Name">An external event's name, or a failure's type.</param>
/// <param name="Payload">A result or event as JSON, or a failure's scrubbed message.</param>
internal sealed record TurnEvent(TurnKind Kind, int Step = -1, string? Name = null, string? Payload = null)
{
    private const int LongestFailure = 4000;

    public static TurnEvent Started { get; } = new(TurnKind.Started);

    /// <summary>Whether the event must be stored so that a crash does not lose it. The others are produced again.</summary>
    public bool IsDurable => Kind is not (TurnKind.Started or TurnKind.TimerFired);

    public static TurnEvent Failure(TurnKind kind, int step, string? type, string? message)
        => new(kind, step, type, message is { Length: > LongestFailure } ? message[..LongestFailure] : message);

    public string Describe() => Kind switch
    {
        TurnKind.Started => "at the start",
        TurnKind.EventRaised => $"after event '{Name}'",
        TurnKind.TimerFired => string.Create(CultureInfo.InvariantCulture, $"after the timer of step {Step}"),
        TurnKind.ActivityFailed or TurnKind.ChildFailed => string.Create(CultureInfo.InvariantCulture, $"after the failure of step {Step}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"after the result of step {Step}"),
    };
}
