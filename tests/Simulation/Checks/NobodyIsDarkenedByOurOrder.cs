using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;

namespace TenantTokens.Simulation.Checks;

/// <summary>
/// No heartbeat is rejected because of an order of ours (docs/invariants.md#i9): while nobody else has acted at Dynatrace, an agent whose
/// token is valid is refused by an ActiveGate
/// only if approvers had accepted that agent by name, or if it was installed after that ActiveGate had gone back.
/// </summary>
internal sealed class NobodyIsDarkenedByOurOrder : Check<Happening.HeartbeatsLost>
{
    public override string Name => "darkened-by-our-order";

    protected override IEnumerable<string> LookAt(Sight sight, Happening.HeartbeatsLost happening)
    {
        if (happening is not { WasRejected: true } lost || sight.Rotation is not { StartTookEffect: true } rotation
            || sight.Tokens.PeopleActed > 0)
        {
            yield break;
        }

        string name = $"oneagent/{lost.Sender}";
        TargetRecord? target = sight.Targets.Values.FirstOrDefault(known => known.Name == name);
        bool isAccepted = sight.AcceptedAt(GateKind.Finish).Concat(sight.AcceptedAt(GateKind.Cancel))
            .Concat(sight.AcceptedAt(GateKind.Continue)).Concat(sight.AcceptedAt(GateKind.RestoreActiveGates))
            .Contains(name, StringComparer.Ordinal);
        if (isAccepted || target is not { Component: Component.OneAgent })
        {
            yield break;
        }

        if (rotation.Restoring && lost.Through is { } gate && sight.Tokens.Accepts(lost.Token) && lost.Token == sight.Tokens.Active
            && gate.Loaded == sight.Tokens.Previous
            // one that never had the new token, since it was skipped or joined without it, has not gone back
            && sight.WentBack.TryGetValue(gate.Name, out DateTimeOffset back)
            && !(sight.Hosts().FirstOrDefault(host => host.Name == name) is { Joined: { } joined } && joined >= back))
        {
            yield return $"{lost.Count} heartbeats of {lost.Sender}, which is on the new token, were rejected by {gate.Name}: ActiveGates"
                + " went back to the old token first.";
        }
        else if (sight.Rotation is { Finish.Answered: true }
            && !sight.Tokens.Accepts(lost.Token)
            && sight.Tokens.MakerOf(sight.Tokens.Active) == sight.Copy
            && sight.Hosts().FirstOrDefault(host => host.Name == name) is { IsTouchedByPeople: false, Joined: null } host
            && !sight.IsLeftUnclaimed(host))
        {
            yield return $"{lost.Count} heartbeats of {lost.Sender} were rejected after finish, and nobody had accepted that by name.";
        }
    }
}
