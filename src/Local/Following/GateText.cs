using TenantTokens.Approvals;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Following;

/// <summary>Writes an open gate as text.</summary>
internal static class GateText
{
    /// <summary>How to decide a gate without a page.</summary>
    public const string Here = "To decide here: 'tenant-token approve --as NAME', or hold, roll-back or decide for the other choices.";

    /// <summary>Writes the question, the exceptions and the effect of each choice, or that no gate is open.</summary>
    public static void Write(TerminalWriter output, RotationSnapshot snapshot, DateTimeOffset now)
    {
        if (snapshot.Gate is not { } gate)
        {
            output.WriteLine($"No gate is open.");
            return;
        }

        output.WriteLine($"Gate {gate.GateId} of {snapshot.Rotation.RotationId}, plan {gate.PlanHash}:"
            + $" {RotationWords.Proved(snapshot.Coverage)}. {TokenWords.Sentence(TokenWords.From(snapshot.Rotation))}");
        if (gate.NobodyTold is { } reason)
        {
            output.WriteLine($"NO APPROVER WAS NOTIFIED of this gate: {reason} Tell the approvers yourself.");
        }

        if (GateTally.WhyUnreachable(gate) is { } unreachable)
        {
            output.WriteLine($"THE APPROVERS CANNOT DECIDE THIS GATE. {unreachable}");
        }

        output.WriteLine($"{RotationWords.From(snapshot, now).Waits} {Here}");
        if (gate.Why is not null)
        {
            output.WriteLine($"{gate.Why}");
        }

        string exceptions = snapshot.Rest.Count == 0
            ? "No exceptions."
            : $"Exceptions: {snapshot.Rest.Count}. Whoever approves accepts each by name:";
        output.WriteLine($"{exceptions}");
        foreach (ExceptionItem item in snapshot.Rest)
        {
            output.WriteLine($"  {item.Name}: {item.State}: {item.Reason}");
        }

        foreach (GateChoice choice in gate.Choices)
        {
            output.WriteLine($"  {choice}: {GateEffects.From(gate.Kind, choice, TokenWords.From(snapshot.Rotation))}");
        }
    }
}
