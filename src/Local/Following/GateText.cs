using TenantTokens.Approvals;
using TenantTokens.Ledger;

namespace TenantTokens.Local.Following;

/// <summary>An open gate in words.</summary>
internal static class GateText
{
    /// <summary>Writes the question, the named rest, and what each choice does.</summary>
    public static void Write(TextWriter output, RotationSnapshot snapshot)
    {
        if (snapshot.Gate is not { } gate)
        {
            output.WriteLine("No gate is open.");
            return;
        }

        output.WriteLine($"Gate {gate.GateId} of {snapshot.Rotation.RotationId}, plan {gate.PlanHash}: {snapshot.Coverage.Rotated + snapshot.Coverage.AlreadyCurrent} of {snapshot.Coverage.Total} targets are on the new token.");
        if (gate.NobodyTold is { } reason)
        {
            output.WriteLine($"NOBODY HAS BEEN TOLD of this gate: {reason} Tell the approvers yourself.");
        }

        if (gate.DeadlinePassedAt is not null)
        {
            output.WriteLine($"Its deadline, {gate.Deadline:u}, has passed: it is held and stays open. Nothing else happens until somebody decides.");
        }
        else if (gate.Deadline is { } deadline)
        {
            output.WriteLine($"Deadline {deadline:u}; then it is held, and nothing else happens.");
        }

        if (gate.Why is not null)
        {
            output.WriteLine(gate.Why);
        }

        output.WriteLine(snapshot.Rest.Count == 0 ? "Nothing is left over." : $"The named rest, {snapshot.Rest.Count} that would be accepted by name:");
        foreach (RestItem item in snapshot.Rest)
        {
            output.WriteLine($"  {item.Name}: {item.State}: {item.Reason}");
        }

        foreach (GateChoice choice in gate.Choices)
        {
            output.WriteLine($"  {choice}: {Effect(gate.Kind, choice)}");
        }
    }

    private static string Effect(GateKind kind, GateChoice choice) => (kind, choice) switch
    {
        (GateKind.Start, GateChoice.Approve) => "the rotation starts; both tokens will be valid.",
        (GateKind.Adopt, GateChoice.Approve) => "the rotation that somebody else has started becomes ours and goes on.",
        (GateKind.Continue, GateChoice.Retry) => "what failed is tried once more.",
        (GateKind.Finish, GateChoice.Approve) => "the old token dies at once, for the named rest too. There is no undo.",
        (GateKind.Cancel, GateChoice.Approve) => "the new token dies at once, for the named rest too.",
        (_, GateChoice.Skip) => "the named rest is left out, and the rotation goes on without it.",
        (_, GateChoice.RollBack) => "every touched host gets the old token back, then the new token dies.",
        (_, GateChoice.Retry) => "the hosts that are left are tried once more.",
        (_, GateChoice.GoForward) => "the restored hosts get the new token again.",
        _ => "nothing happens, both tokens stay valid.",
    };
}
