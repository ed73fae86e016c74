namespace TenantTokens.Simulation.Checks;

/// <summary>
/// No finish or cancel of ours takes effect on a rotation that another started, unless the approvers let us adopt it
/// (docs/invariants.md#i3). What remains is the documented race:
/// somebody acts between our reading of the token in force and the arrival of the call.
/// </summary>
internal sealed class OursAlone : Check<Happening.CallTookEffect>
{
    public override string Name => "foreign-rotation-ended";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.CallTookEffect happening)
    {
        if (happening is { Call: "finish" or "cancel", HasRaced: false, OpenBy: { } owner } taken
            && owner != sight.Copy
            && sight.TokenOf(sight.Rotation?.NewToken) != taken.InForce)
        {
            yield return $"A {taken.Call} of {sight.Copy} took effect on the rotation that {owner} had started.";
        }
    }
}
