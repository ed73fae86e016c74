using TenantTokens.Dynatrace;

namespace TenantTokens.Rotations;

/// <summary>The last attempt of a call that takes effect once (start, finish, cancel), recorded before it is made.</summary>
/// <param name="Number">1 for the first attempt.</param>
/// <param name="At">When the attempt was recorded.</param>
/// <param name="Answered">False until it is known whether the call took effect.</param>
/// <param name="Refused">True when it is known that no attempt so far took effect.</param>
public sealed record CallAttempt(int Number, DateTimeOffset At, bool Answered, bool Refused = false)
{
    /// <summary>What was answered to this attempt; <see cref="CallAnswer.None"/> while that is not known.</summary>
    public CallAnswer Answer { get; init; }

    /// <summary>When the last attempt before this one was made whose answer is not known; null when there is none.</summary>
    public DateTimeOffset? UnknownAt { get; init; }

    /// <summary>What was sent, seen from this attempt.</summary>
    public CallSent Sent => UnknownAt is null ? CallSent.First : CallSent.AfterUnknown;

    /// <summary>Whether it is known to have taken effect.</summary>
    public bool TookEffect => this is { Answered: true, Refused: false };

    /// <summary>Whether it is known that no attempt took effect.</summary>
    public bool HadNoEffect => this is { Answered: true, Refused: true };

    /// <summary>When the last attempt was made whose answer is not known, this one included; null when every answer is.</summary>
    public DateTimeOffset? LastUnknownAt => Answered || Answer is CallAnswer.Accepted ? null
        : Answer is CallAnswer.None or CallAnswer.Unknown ? At : UnknownAt;

    /// <summary>The attempt after this one.</summary>
    public static CallAttempt After(CallAttempt? last, DateTimeOffset now)
        => new((last?.Number ?? 0) + 1, now, Answered: false) { UnknownAt = last?.LastUnknownAt };

    /// <summary>Stands for a call that was not needed, because somebody else had brought about what it is for.</summary>
    public static CallAttempt NotSent(DateTimeOffset now) => new(0, now, Answered: true, Refused: true);

    /// <summary>This attempt with its answer. A refusal settles it only when no earlier attempt may have taken effect.</summary>
    public CallAttempt With(CallAnswer answer)
    {
        bool isSettled = answer is CallAnswer.WrongState or CallAnswer.Refused && UnknownAt is null;
        return this with { Answer = answer, Answered = isSettled, Refused = isSettled };
    }

    /// <summary>This attempt once it is known whether what it was for is so.</summary>
    public CallAttempt Settled(bool tookEffect) => this with { Answered = true, Refused = !tookEffect };
}
