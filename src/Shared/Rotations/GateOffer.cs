using TenantTokens.Approvals;

namespace TenantTokens.Rotations;

/// <summary>A choice of a gate.</summary>
/// <param name="Choice">The choice.</param>
/// <param name="Effect">
/// The effect of the choice once it has its quorum: a sentence that follows a colon and ends with a full stop. <see cref="TokensStay"/> is
/// the placeholder for the tokens that stay valid.
/// </param>
public sealed record GateOffer(GateChoice Choice, string Effect)
{
    /// <summary>The placeholder in an effect for the tokens that stay valid, which only the ledger of a rotation knows.</summary>
    public const string TokensStay = "{tokens-stay}";

    /// <summary>Whether it is offered only while one of the exceptions has an older token.</summary>
    public bool NeedsOlderToken { get; init; }
}
