using TenantTokens.Approvals;

namespace TenantTokens.Rotations;

/// <summary>One choice of a gate.</summary>
/// <param name="Choice">The choice.</param>
/// <param name="Effect">
/// What it does once it has its quorum: a sentence that follows a colon and ends with a full stop. <see cref="TokensStay"/> in it stands
/// for the tokens that stay valid.
/// </param>
public sealed record GateOffer(GateChoice Choice, string Effect)
{
    /// <summary>What an effect has in place of the tokens that stay valid: only the ledger of a rotation knows them.</summary>
    public const string TokensStay = "{tokens-stay}";

    /// <summary>Whether it is offered only while one of the exceptions carries an older token.</summary>
    public bool NeedsOlderToken { get; init; }
}
