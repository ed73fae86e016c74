using TenantTokens.Dynatrace;

namespace TenantTokens.Rotations;

/// <summary>The last attempt of a call that takes effect once (start, finish, cancel), recorded before it is made.</summary>
/// <param name="Number">The attempt's number, from 1; 0 for a call that was not needed.</param>
/// <param name="At">When the attempt was recorded (UTC).</param>
/// <param name="Answered">False until it is known whether the call took effect.</param>
/// <param name="Refused">True when it is known that no attempt so far took effect.</param>
public sealed record CallAttempt(int Number, DateTimeOffset At, bool Answered, bool Refused = false)
{
    /// <summary>The answer to this attempt; <see cref="CallAnswer.None"/> while it is not known.</summary>
    public CallAnswer Answer { get; init; }

    /// <summary>When the last earlier attempt without a known answer was made (UTC); null when there is none.</summary>
    public DateTimeOffset? UnknownAt { get; init; }

    /// <summary>What was sent up to and including this attempt.</summary>
    public CallSent Sent => UnknownAt is null ? CallSent.First : CallSent.AfterUnknown;

    /// <summary>Whether the call is known to have taken effect.</summary>
    public bool TookEffect => this is { Answered: true, Refused: false };

    /// <summary>Whether it is known that no attempt took effect.</summary>
    public bool HadNoEffect => this is { Answered: true, Refused: true };

    /// <summary>When the last attempt without a known answer was made, including this one; null when all answers are known.</summary>
    public DateTimeOffset? LastUnknownAt => Answered || Answer is CallAnswer.Accepted ? null
        : Answer is CallAnswer.None or CallAnswer.Unknown ? At : UnknownAt;

    /// <summary>Makes the attempt after the last one.</summary>
    public static CallAttempt After(CallAttempt? last, DateTimeOffset now)
        => new((last?.Number ?? 0) + 1, now, Answered: false) { UnknownAt = last?.LastUnknownAt };

    /// <summary>Makes a record for a call that was not needed, because its effect came about in another way.</summary>
    public static CallAttempt NotSent(DateTimeOffset now) => new(0, now, Answered: true, Refused: true);

    /// <summary>Returns this attempt with its answer. A refusal settles it only when no earlier attempt may have taken effect.</summary>
    public CallAttempt With(CallAnswer answer)
    {
        bool isSettled = answer is CallAnswer.WrongState or CallAnswer.Refused && UnknownAt is null;
        return this with { Answer = answer, Answered = isSettled, Refused = isSettled };
    }

    /// <summary>Returns this attempt after it has become known whether the call took effect.</summary>
    public CallAttempt Settled(bool tookEffect) => this with { Answered = true, Refused = !tookEffect };
}
