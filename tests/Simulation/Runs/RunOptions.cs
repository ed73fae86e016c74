using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Simulation.Checks;

namespace TenantTokens.Simulation.Runs;

/// <summary>How a story is run.</summary>
internal sealed record RunOptions
{
    /// <summary>Whether the trace holds every step.</summary>
    public bool TracesAll { get; init; }

    /// <summary>What operators say, one after another, once the rotation does not move any more.</summary>
    public IReadOnlyList<RotationCommandKind> Ending { get; init; } = [];

    /// <summary>Changes what the product's engine runs: a planted bug.</summary>
    public Func<DurableTaskRegistry, DurableTaskRegistry> Change { get; init; } = static registry => registry;

    /// <summary>What is checked.</summary>
    public IReadOnlyList<ICheck> Checks { get; init; } = AllChecks.List;
}
