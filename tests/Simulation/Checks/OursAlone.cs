namespace TenantTokens.Simulation.Checks;

/// <summary>No finish or cancel of ours takes effect on a rotation that another started, unless the approvers let us adopt it (I3).</summary>
internal sealed class OursAlone : ICheck
{
    public string Name => "foreign-rotation-ended";

    public IEnumerable<string> Look(Sight sight, Happening happening)
    {
        if (happening is Happening.CallTookEffect { Call: "finish" or "cancel", OpenBy: { } owner } taken && owner != sight.Copy && sight.Rotation?.AdoptGateId is null)
        {
            yield return $"A {taken.Call} of {sight.Copy} took effect on the rotation that {owner} had started.";
        }
    }
}
