using TenantTokens.Tokens;

namespace TenantTokens.Dynatrace;

/// <summary>What came of start, finish or cancel.</summary>
public abstract record TenantTokenAnswer
{
    private TenantTokenAnswer()
    {
    }

    /// <summary>200: it took effect.</summary>
    /// <param name="Active">The token that stays: the new one after start and finish, the old one after cancel.</param>
    /// <param name="Old">Only after start to be relied on; the sources disagree about it after finish (facts/dynatrace.md §1.2).</param>
    public sealed record Accepted(TenantToken Active, TenantToken? Old) : TenantTokenAnswer;

    /// <summary>400: a rotation is already open (start) or none is (finish, cancel); nothing but this free text tells which.</summary>
    /// <param name="Message">Dynatrace's words, without secrets.</param>
    public sealed record WrongState(string Message) : TenantTokenAnswer;

    /// <summary>Nobody knows whether it took effect: timeout, lost connection, a 5xx, or a 200 whose body could not be read.</summary>
    /// <param name="Reason">What was seen, without secrets.</param>
    public sealed record Unanswered(string Reason) : TenantTokenAnswer;
}
