using TenantTokens.Rotations;
using TenantTokens.Simulation.Bugs;
using TenantTokens.Simulation.Checks;
using TenantTokens.Simulation.Words;

namespace TenantTokens.Simulation.Runs;

/// <summary>How a story is run.</summary>
internal sealed record RunOptions
{
    /// <summary>Whether the trace holds every step.</summary>
    public bool TracesAll { get; init; }

    /// <summary>What operators say, one after another, once the rotation does not move any more.</summary>
    public IReadOnlyList<OperatorCommandKind> Ending { get; init; } = [];

    /// <summary>A bug that is planted in every process; null for none.</summary>
    public PlantedBug? Bug { get; init; }

    /// <summary>Whether the run ends as soon as a check does not hold.</summary>
    public bool EndsAtViolation { get; init; }

    /// <summary>Keeps the states that the rotation reaches; null for none.</summary>
    public StateBook? Book { get; init; }

    /// <summary>What is checked.</summary>
    public IReadOnlyList<ICheck> Checks { get; init; } = AllChecks.List;
}
