namespace TenantTokens.Rotations;

/// <summary>The policy's waits, fixed for one orchestration.</summary>
/// <param name="GateSoak">After the first ActiveGate and after the first OneAgent.</param>
/// <param name="Soak">Between later waves.</param>
/// <param name="StartSettle">How long connection info is asked for the token of a start that was not answered.</param>
/// <param name="OnlineTimeout">How long a changed component may take to be online again.</param>
/// <param name="PollInterval">Between two looks.</param>
/// <param name="Reminder">Between two reminders at an open gate.</param>
/// <param name="MaxAttempts">Attempts per target in one wave.</param>
public sealed record RotationWaits(TimeSpan GateSoak, TimeSpan Soak, TimeSpan StartSettle, TimeSpan OnlineTimeout, TimeSpan PollInterval, TimeSpan Reminder, int MaxAttempts);
