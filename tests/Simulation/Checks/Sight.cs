using TenantTokens.Approvals;
using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>All that a check may look at: what one installation of the product has written down, and the world as it really is.</summary>
internal sealed class Sight
{
    /// <summary>Which installation.</summary>
    public required string Copy { get; init; }

    public DateTimeOffset Now { get; set; }

    /// <summary>The row of its rotation.</summary>
    public RotationRecord? Rotation { get; set; }

    /// <summary>Its targets by id.</summary>
    public Dictionary<string, TargetRecord> Targets { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Its gates by id.</summary>
    public Dictionary<string, GateRecord> Gates { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The accepted exceptions that each gate names.</summary>
    public Dictionary<string, List<RestItem>> Rests { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The votes at each gate.</summary>
    public Dictionary<string, Dictionary<string, Vote>> Votes { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Codes in its audit trail.</summary>
    public HashSet<string> Audited { get; init; } = new(StringComparer.Ordinal);

    public required TokenHistory Tokens { get; init; }

    /// <summary>Every component of the environment.</summary>
    public Func<IReadOnlyList<HostView>> Hosts { get; init; } = static () => [];

    /// <summary>The versions of the tenant token's secret.</summary>
    public Func<IReadOnlyList<VaultVersion>> Vault { get; init; } = static () => [];

    /// <summary>The run commands that stand on machines.</summary>
    public Func<IReadOnlyList<CommandView>> Commands { get; init; } = static () => [];

    /// <summary>Everything that people or programs can read without a secret's permission, by where it is.</summary>
    public Func<IEnumerable<(string Where, string Text)>> Sinks { get; init; } = static () => [];

    /// <summary>What must be in none of them.</summary>
    public Func<IEnumerable<string>> Secrets { get; init; } = static () => [];

    /// <summary>How often its start, finish and cancel took effect for the present rotation.</summary>
    public Dictionary<string, int> Effects { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Orchestrations that failed.</summary>
    public Func<IReadOnlyList<string>> Failures { get; init; } = static () => [];

    /// <summary>The fingerprint of a token for the present rotation.</summary>
    public string Fingerprint(string token) => Rotation is { } rotation ? Tenant(token).Fingerprint(rotation.RotationId) : "";

    /// <summary>The value of a token that the row refers to; null when no token has that fingerprint.</summary>
    public string? TokenOf(TokenReference? reference) => reference is null ? null : Tokens.All.FirstOrDefault(token => Fingerprint(token) == reference.Fingerprint);

    /// <summary>What the approvers accepted by name at the gates of a kind.</summary>
    public IEnumerable<string> AcceptedAt(GateKind kind)
        => Gates.Values
            .Where(gate => gate.Kind == kind && gate.Outcome is GateOutcome.Approved or GateOutcome.Skip)
            .SelectMany(gate => Rests.GetValueOrDefault(gate.GateId) ?? [])
            .Select(static item => item.Name);

    private static Tokens.TenantToken Tenant(string token) => TenantTokens.Tokens.TenantToken.Parse(token);
}
