using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;

namespace TenantTokens.Web.Endpoints;

/// <summary>One rotation in the API. Changes by addition only.</summary>
/// <param name="Rotation">Its row, in short.</param>
/// <param name="Targets">The counts; they add up to total.</param>
/// <param name="AllowedCommands">The commands that it takes now.</param>
/// <param name="Gate">The gate that is open; null when none is.</param>
internal sealed record RotationDetails(
    RotationSummary Rotation,
    Coverage Targets,
    IReadOnlyList<OperatorCommandKind> AllowedCommands,
    RotationDetails.OpenGate? Gate)
{
    /// <summary>Machines in scope that no agent claims: how many a probe found clear, and how many nobody looked into.</summary>
    public UnclaimedCounts Unclaimed { get; init; } = new(0, 0);

    /// <summary>Where it stands, in the words of every other surface: they may change.</summary>
    public required RotationWords Words { get; init; }

    /// <summary>How many lines of the exceptions are given; restCount says how many there are.</summary>
    public const int MaxRest = 1000;

    /// <summary>Of what followers see.</summary>
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

    /// <summary>Machines in scope that no agent claims.</summary>
    internal sealed record UnclaimedCounts(int Clear, int NotLookedInto);

    /// <summary>An open gate.</summary>
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
