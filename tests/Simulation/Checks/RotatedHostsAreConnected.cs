using TenantTokens.Fleet.Targets;

namespace TenantTokens.Simulation.Checks;

/// <summary>A OneAgent counts as rotated by an apply only when a heartbeat of its was accepted since it loaded the new token.</summary>
internal sealed class RotatedHostsAreConnected : Check<Happening.TargetWritten>
{
    public override string Name => "rotated-but-not-connected";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.TargetWritten happening)
    {
        if (happening is { After: { IsOnNewToken: true, Send.Action: TargetAction.Apply } after, Before: { IsOnNewToken: false } }
            && after.Name.StartsWith("oneagent/", StringComparison.Ordinal)
            && sight.TokenOf(sight.Rotation?.NewToken) is { } token
            && sight.Hosts().FirstOrDefault(host => host.Is(after))
                is { IsOn: true, Runs: true, IsTouchedByPeople: false, WasAccepted: false } host
            && host.Loaded == token)
        {
            yield return $"{after.Name} is {after.State}, and nobody has taken a heartbeat of its with the new token.";
        }
    }
}
