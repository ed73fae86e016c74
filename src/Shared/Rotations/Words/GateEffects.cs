using TenantTokens.Approvals;

namespace TenantTokens.Rotations.Words;

/// <summary>What each choice does, in the same words wherever it can be chosen.</summary>
public static class GateEffects
{
    /// <summary>The effect of a choice once it has its quorum.</summary>
    /// <param name="kind">The gate's kind.</param>
    /// <param name="choice">The choice.</param>
    /// <param name="valid">Which tokens are valid now.</param>
    public static string From(GateKind kind, GateChoice choice, ValidTokens valid)
        => GateDescriptions.From(kind).EffectOf(choice).Replace(GateOffer.TokensStay, TokenWords.Stay(valid), StringComparison.Ordinal);
}
