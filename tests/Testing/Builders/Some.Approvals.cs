using TenantTokens.Approvals;
using TenantTokens.Rotations;

namespace TenantTokens.Testing.Builders;

internal static partial class Some
{
    public const string PlanHash = "0123456789abcdef";

    /// <summary>A finish gate that rachel asked for and that alice, bob and carol may decide.</summary>
    public static GateRecord Gate(int quorum = 1, GateKind kind = GateKind.Finish) => new()
    {
        GateId = "finish-1",
        Kind = kind,
        PlanHash = PlanHash,
        RequestedBy = "rachel",
        Approvers = ["alice", "bob", "carol"],
        Quorum = quorum,
        Choices = GateDescriptions.From(kind).ChoicesFor([]),
        OpenedAt = Now,
        ExceptionCount = 0,
    };

    public static Vote Vote(string by, GateChoice choice = GateChoice.Approve, int second = 0)
        => new(by, choice, null, PlanHash, "test", Now.AddSeconds(second));
}
