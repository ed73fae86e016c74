using TenantTokens.Approvals;

namespace TenantTokens.Rotations.Words;

/// <summary>Describes the effect of each choice, in the same words everywhere.</summary>
public static class GateEffects
{
    /// <summary>Returns the effect of a choice that has its quorum.</summary>
    /// <param name="kind">The gate's kind.</param>
    /// <param name="choice">The choice.</param>
    /// <param name="valid">Which tokens are valid now.</param>
    public static string From(GateKind kind, GateChoice choice, ValidTokens valid)
        => GateDescriptions.From(kind).EffectOf(choice).Replace(GateOffer.TokensStay, TokenWords.Stay(valid), StringComparison.Ordinal);
}
