namespace TenantTokens.Rotations;

/// <summary>One of the calls that take effect once (start, finish, cancel), recorded before it is made.</summary>
/// <param name="Number">1 for the first attempt.</param>
/// <param name="At">When the attempt was recorded.</param>
/// <param name="Answered">False until it is known whether the call took effect.</param>
/// <param name="Refused">True when this attempt was answered "wrong state".</param>
public sealed record CallAttempt(int Number, DateTimeOffset At, bool Answered, bool Refused = false)
{
    /// <summary>The attempt after this one.</summary>
    public static CallAttempt After(CallAttempt? last, DateTimeOffset now) => new((last?.Number ?? 0) + 1, now, Answered: false);
}
