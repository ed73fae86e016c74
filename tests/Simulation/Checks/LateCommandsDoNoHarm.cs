namespace TenantTokens.Simulation.Checks;

/// <summary>
/// A command that comes late or again does no harm (docs/invariants.md#i5): no host gets a token that our own finish or cancel has ended.
/// </summary>
internal sealed class LateCommandsDoNoHarm : Check<Happening.HostChanged>
{
    public override string Name => "late-command";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.HostChanged changed)
    {
        if (sight.Rotation is { } rotation
            && rotation.RotationId == changed.RotationId
            && sight.Tokens.IsAlone(sight.Copy)
            && sight.TokenOf(changed.Action is "apply" ? rotation.NewToken : rotation.OldToken) is { } token
            && !sight.Tokens.Accepts(token))
        {
            yield return $"{changed.Target} was put on a token that nobody takes any more, by {changed.Action} of generation"
                + $" {changed.Generation}, while the rotation is {rotation.Phase}.";
        }
    }
}
