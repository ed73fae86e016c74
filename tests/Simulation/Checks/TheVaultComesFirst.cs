using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// The new token is in the vault before any host sees it, and the old one is readable there until the sweep has ended
/// (docs/invariants.md#i2).
/// </summary>
internal sealed class TheVaultComesFirst : ICheck
{
    public string Name => "token-not-in-vault";

    public IEnumerable<string> Look(Sight sight, Happening happening)
    {
        if (happening is Happening.CommandArrived { Token: { } token } command
            && !sight.Vault().Any(version => version is { Enabled: true } && version.Value == token))
        {
            yield return $"{command.Target} was sent a token that is in no enabled version of the vault.";
        }

        if (happening is Happening.RowWritten { After: { StartTookEffect: true, OldToken: { } old } after }
            && (!after.Phase.IsTerminal() || after.IsToBeSwept)
            && sight.Vault().FirstOrDefault(version => version.Version == old.Version) is { Enabled: false })
        {
            yield return $"The old token's version was disabled while the rotation was {after.Phase}.";
        }
    }
}
