using TenantTokens.Approvals;

namespace TenantTokens.Rotations;

/// <summary>
/// The one table of the kinds of gates. GateQuestions works out from the ledger what a gate asks about and whether it is needed; the phase
/// that asked carries out the decision.
/// </summary>
public static class GateDescriptions
{
    private const string NothingHappens = $"nothing happens, {GateOffer.TokensStay}.";
    private const string RollsBack = "every touched host gets the old token back, then the new token dies.";

    /// <summary>
    /// The choice to replace older tokens. A host with an older token is changed only when approvers accept it by name and for that token.
    /// </summary>
    private static readonly GateOffer _acceptOlder = new(
        GateChoice.AcceptOlder,
        "those of the exceptions that carry an older token get the new one. Then a new gate asks about the remaining exceptions.")
    {
        NeedsOlderToken = true,
    };

    /// <summary>Whether the plan may start.</summary>
    private static readonly GateDescription _start = new()
    {
        Kind = GateKind.Start,
        IdStem = "start",
        Question = "May the rotation start?",
        Offers =
        [
            new(GateChoice.Approve, "the rotation starts: both tokens become valid, and the fleet gets the new one."),
            new(GateChoice.Hold, NothingHappens),
        ],
        Lead = static (why, approval) => [why, approval, "Nothing is changed before that."],
        Voters = static approvals => new() { Quorum = approvals.Start.Quorum, Approvers = approvals.Start.Approvers },
        IsCheckedByPlan = static approvals => approvals.Start.Required,
        IsWatched = false,
        KeepApproved = static (rotation, _) => rotation,
    };

    /// <summary>Whether another party's open rotation may be taken over.</summary>
    private static readonly GateDescription _adopt = new()
    {
        Kind = GateKind.Adopt,
        IdStem = "adopt",
        Question = "May this program take over a rotation that somebody else started?",
        Offers =
        [
            new(GateChoice.Approve, "this program takes over the rotation that somebody else started and continues it."),
            new(GateChoice.Hold, NothingHappens),
        ],
        Lead = static (_, approval) => [approval, "It touches no host before that."],
        Voters = static _ => new(),
        IsCheckedByPlan = static _ => false,
        IsWatched = false,
        KeepApproved = static (rotation, gateId) => rotation with { AdoptGateId = gateId },
    };

    /// <summary>How to continue when too much has failed.</summary>
    private static readonly GateDescription _continue = new()
    {
        Kind = GateKind.Continue,
        IdStem = "continue",
        Question = "How should the rotation go on?",
        Offers =
        [
            new(GateChoice.Retry, "the failed targets are tried once more."),
            new(GateChoice.Skip, "the exceptions are left out, and the rotation goes on without them."),
            new(GateChoice.Hold, NothingHappens),
            new(GateChoice.RollBack, RollsBack),
            _acceptOlder,
        ],
        Lead = static (why, _) => [why ?? "Too much has failed."],
        Voters = static approvals => approvals.Continue,
        IsCheckedByPlan = static _ => true,
        IsWatched = true,
        KeepApproved = static (rotation, _) => rotation,
    };

    /// <summary>Whether the old token may be made invalid.</summary>
    private static readonly GateDescription _finish = new()
    {
        Kind = GateKind.Finish,
        IdStem = "finish",
        Question = "May the old token die?",
        Offers =
        [
            new(GateChoice.Approve, "the old token dies at once, also for the exceptions. You cannot undo this."),
            new(GateChoice.Hold, NothingHappens),
            new(GateChoice.RollBack, RollsBack),
            _acceptOlder,
        ],
        Lead = static (_, approval) => [approval],
        Voters = static _ => new(),
        IsCheckedByPlan = static _ => true,
        IsWatched = true,
        KeepApproved = static (rotation, gateId) => rotation with { FinishGateId = gateId },
    };

    /// <summary>Whether the new token may be made invalid although some changed hosts are not restored.</summary>
    private static readonly GateDescription _cancel = new()
    {
        Kind = GateKind.Cancel,
        IdStem = "cancel",
        Question = "May the new token die?",
        Offers =
        [
            new(GateChoice.Approve, "the new token dies at once, also for the exceptions."),
            new(GateChoice.Hold, NothingHappens),
            new(GateChoice.Retry, "the remaining hosts are tried once more."),
            new(GateChoice.GoForward, "the restored hosts get the new token again."),
        ],
        Lead = static (_, approval) => ["Some touched hosts are not proved to be back on the old token.", approval],
        Voters = static approvals => approvals.Cancel,
        IsCheckedByPlan = static _ => true,
        IsWatched = false,
        KeepApproved = static (rotation, gateId) => rotation with { CancelGateId = gateId },
    };

    /// <summary>Whether a rotation that can no longer reach an end is closed as it is.</summary>
    private static readonly GateDescription _close = new()
    {
        Kind = GateKind.Close,
        IdStem = "close",
        Question = "May the rotation close as it is?",
        Offers =
        [
            new(
                GateChoice.Approve,
                "the rotation ends as it is: nothing more is sent, hosts keep the token they have, and the schedule starts nothing until a"
                    + " person starts a rotation."),
            new(GateChoice.Hold, "nothing happens; the rotation stays open."),
        ],
        Lead = static (why, approval) => ["The rotation can no longer finish or roll back.", why, approval],
        Voters = static _ => new(),
        IsCheckedByPlan = static _ => false,
        IsWatched = false,
        KeepApproved = static (rotation, _) => rotation,
    };

    /// <summary>Whether the ActiveGates may get the old token back although OneAgents may still have the new one.</summary>
    private static readonly GateDescription _restoreActiveGates = new()
    {
        Kind = GateKind.RestoreActiveGates,
        IdStem = "restore-activegates",
        Question = "May the ActiveGates get the old token back?",
        Offers =
        [
            new(
                GateChoice.Approve,
                "the ActiveGates get the old token back. From then on they reject each of the exceptions that is still on the new token."),
            new(GateChoice.Hold, NothingHappens),
            new(GateChoice.Retry, "the remaining OneAgents are tried once more before any ActiveGate is touched."),
            new(GateChoice.GoForward, "the restored hosts get the new token again. The ActiveGates keep it."),
        ],
        Lead = static (why, _) => [why ?? "Some OneAgents may still be on the new token."],
        Voters = static approvals => approvals.Cancel,
        IsCheckedByPlan = static _ => false,
        IsWatched = false,
        KeepApproved = static (rotation, _) => rotation,
    };

    /// <summary>Every kind once, in the order in which a rotation may reach them.</summary>
    public static IReadOnlyList<GateDescription> All { get; } =
        [_start, _adopt, _continue, _finish, _restoreActiveGates, _cancel, _close];

    /// <summary>Returns the description of a kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">This version does not know the kind.</exception>
    public static GateDescription From(GateKind kind)
        => All.FirstOrDefault(one => one.Kind == kind) ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
}
