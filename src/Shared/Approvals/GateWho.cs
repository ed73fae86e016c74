using System.Globalization;

namespace TenantTokens.Approvals;

/// <summary>Says who decides a gate, in the same words on every page and in every message.</summary>
public static class GateWho
{
    /// <summary>Returns whose votes are needed, to follow "waits for" or "needed:".</summary>
    public static string From(GateRecord gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        string[] may = [.. GateTally.WhoMayDecide(gate)];
        string quorum = gate.Quorum.ToString(CultureInfo.InvariantCulture);
        return may.Length == 0
            ? "an approver who may decide it:"
                + $" {(gate.Approvers.Count == 0 ? "none is configured" : $"{gate.RequestedBy}, the only one, requested the rotation")}"
            : $"{quorum} of {string.Join(", ", may)}{(GateTally.WhyUnreachable(gate) is null ? "" : " (too few: add approvers)")}; not"
                + $" {gate.RequestedBy}, who requested it";
    }
}
