using TenantTokens.Tokens;

namespace TenantTokens.Dynatrace;

/// <summary>The outcome of start, finish or cancel.</summary>
public abstract record TenantTokenAnswer
{
    private TenantTokenAnswer()
    {
    }

    /// <summary>The outcome as the ledger records it.</summary>
    public abstract CallAnswer Kind { get; }

    /// <summary>What Dynatrace, or a proxy in its place, said, without secrets; null when the call took effect.</summary>
    public virtual string? Detail => null;

    /// <summary>200: the call took effect.</summary>
    /// <param name="Active">The token that stays: the new one after start and finish, the old one after cancel.</param>
    /// <param name="Old">Reliable only after start; the sources disagree about it after finish (docs/facts/dynatrace.md §1.2).</param>
    public sealed record Accepted(TenantToken Active, TenantToken? Old) : TenantTokenAnswer
    {
        /// <inheritdoc />
        public override CallAnswer Kind => CallAnswer.Accepted;
    }

    /// <summary>400: a rotation is already open (start) or none is open (finish, cancel). Only the free text distinguishes them.</summary>
    /// <param name="Message">Dynatrace's message, without secrets.</param>
    public sealed record WrongState(string Message) : TenantTokenAnswer
    {
        /// <inheritdoc />
        public override CallAnswer Kind => CallAnswer.WrongState;

        /// <inheritdoc />
        public override string Detail => Message;
    }

    /// <summary>401, 403, 404 or 429 in Dynatrace's own error envelope: this attempt had no effect.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Message">What is wrong, without secrets.</param>
    public sealed record Refused(int Status, string Message) : TenantTokenAnswer
    {
        /// <inheritdoc />
        public override CallAnswer Kind => CallAnswer.Refused;

        /// <summary>True for 429: refused only for the moment.</summary>
        public bool IsThrottled => Status is 429;

        /// <inheritdoc />
        public override string Detail => Message;
    }

    /// <summary>
    /// It is unknown whether the call took effect: a timeout, a lost connection, a 5xx, a 200 whose body could not be read, or any status
    /// whose body is not Dynatrace's error envelope, since a proxy may have answered after Dynatrace did.
    /// </summary>
    /// <param name="Reason">What was received, without secrets.</param>
    public sealed record Unanswered(string Reason) : TenantTokenAnswer
    {
        /// <inheritdoc />
        public override CallAnswer Kind => CallAnswer.Unknown;

        /// <inheritdoc />
        public override string Detail => Reason;
    }
}
