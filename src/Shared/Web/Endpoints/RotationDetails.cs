using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;

namespace TenantTokens.Web.Endpoints;

/// <summary>One rotation in the API. Changes by addition only.</summary>
/// <param name="Rotation">A summary of its row.</param>
/// <param name="Targets">The number of targets in each state; they add up to the total.</param>
/// <param name="AllowedCommands">The commands that it accepts now.</param>
/// <param name="Gate">The open gate; null when none is open.</param>
internal sealed record RotationDetails(
    RotationSummary Rotation,
    Coverage Targets,
    IReadOnlyList<OperatorCommandKind> AllowedCommands,
    RotationDetails.OpenGate? Gate)
{
    /// <summary>Machines in scope that no agent claims: how many a probe found without an agent, and how many were not probed.</summary>
    public UnclaimedCounts Unclaimed { get; init; } = new(0, 0);

    /// <summary>The rotation's state in the same words as on the pages. They may change.</summary>
    public required RotationWords Words { get; init; }

    /// <summary>The most lines of the exceptions in one answer; restCount says how many there are.</summary>
    public const int MaxRest = 1000;

    /// <summary>Makes the details from a snapshot.</summary>
    public static RotationDetails From(RotationSnapshot snapshot, DateTimeOffset now) => new(
        RotationSummary.From(snapshot.Rotation),
        snapshot.Coverage,
        OperatorCommandRules.Allowed(snapshot.Rotation),
        snapshot.Gate is { } gate
            ? new(
                gate.GateId,
                gate.Kind,
                gate.PlanHash,
                snapshot.GateOutcome,
                gate.Quorum,
                [.. GateTally.WhoMayDecide(gate)],
                gate.Choices,
                gate.OpenedAt,
                gate.Deadline,
                gate.Why,
                snapshot.Rest.Count,
                [.. snapshot.Rest.Take(MaxRest)],
                GateTally.WhyUnreachable(gate))
            : null)
    {
        Words = RotationWords.From(snapshot, now),
        Unclaimed = new(
            snapshot.Unclaimed.Count(static machine => machine.IsClear),
            snapshot.Unclaimed.Count(static machine => !machine.IsClear)),
    };

    /// <summary>The number of machines in scope that no agent claims.</summary>
    internal sealed record UnclaimedCounts(int Clear, int NotLookedInto);

    internal sealed record OpenGate(
        string GateId,
        GateKind Kind,
        string PlanHash,
        GateOutcome Outcome,
        int Quorum,
        IReadOnlyList<string> Approvers,
        IReadOnlyList<GateChoice> Choices,
        DateTimeOffset OpenedAt,
        DateTimeOffset? Deadline,
        string? Why,
        int RestCount,
        IReadOnlyList<ExceptionItem> Rest,
        string? Unreachable);
}
