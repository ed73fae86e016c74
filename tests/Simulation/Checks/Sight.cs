using TenantTokens.Approvals;
using TenantTokens.Configuration.Values;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;

namespace TenantTokens.Simulation.Checks;

/// <summary>All that a check may look at: what one installation of the product has written down, and the world as it really is.</summary>
internal sealed class Sight
{
    /// <summary>The line of the machines that nobody looked into, as gates name it; a test holds that it is still called so.</summary>
    internal const string UnclaimedLine = "oneagent/unclaimed machines";

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
    public Dictionary<string, List<ExceptionItem>> Rests { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The votes at each gate.</summary>
    public Dictionary<string, Dictionary<string, Vote>> Votes { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Codes in its audit trail.</summary>
    public HashSet<string> Audited { get; init; } = new(StringComparer.Ordinal);

    public required TokenHistory Tokens { get; init; }

    /// <summary>Every component of the environment.</summary>
    public Func<IReadOnlyList<HostView>> Hosts { get; init; } = static () => [];

    /// <summary>The versions of the tenant token's secret.</summary>
    public Func<IReadOnlyList<VaultVersion>> Vault { get; init; } = static () => [];

    /// <summary>Where this installation runs, as its claim says.</summary>
    public string Place { get; set; } = "";

    /// <summary>The claims on the environment, past ones too.</summary>
    public Func<IReadOnlyList<ClaimView>> Claims { get; init; } = static () => [];

    /// <summary>The run commands that stand on machines.</summary>
    public Func<IReadOnlyList<CommandView>> Commands { get; init; } = static () => [];

    /// <summary>
    /// Everything that people or programs can read without a secret's permission, by where it is, in UTF-8. Each is there until the next is
    /// asked for.
    /// </summary>
    public Func<IEnumerable<(string Where, ReadOnlyMemory<byte> Text)>> Sinks { get; init; } = static () => [];

    /// <summary>What must be in none of them.</summary>
    public Func<IEnumerable<string>> Secrets { get; init; } = static () => [];

    /// <summary>How often the environment had changed when it last read which token is in force.</summary>
    public int SeenChanges { get; set; }

    /// <summary>How often its start, finish and cancel took effect for the present rotation.</summary>
    public Dictionary<string, int> Effects { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether Dynatrace's last word about its start was a refusal.</summary>
    public bool WasStartRefused { get; set; }

    /// <summary>Since when a target is in a state that uses up the failure budget, by its id.</summary>
    public Dictionary<string, DateTimeOffset> FailingSince { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Targets for which a person was asked to look after the host: its services did not come up.</summary>
    public HashSet<string> NeedsPerson { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The last command that was sent to a target, by its name.</summary>
    public Dictionary<string, (string Action, long Generation)> LastSent { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The names of the run commands that it sent: another copy names its own.</summary>
    public HashSet<string> SentCommands { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether its configuration leaves machines that no agent claims out.</summary>
    public bool IgnoresUnclaimed { get; init; }

    /// <summary>When the first apply or restore was sent to a target, by its name.</summary>
    public Dictionary<string, DateTimeOffset> FirstChanged { get; init; } = new(StringComparer.Ordinal);

    /// <summary>When the first restore was sent to an ActiveGate, by its name.</summary>
    public Dictionary<string, DateTimeOffset> WentBack { get; init; } = new(StringComparer.Ordinal);

    /// <summary>How long a command may be taken for after it was sent; null when nobody can say, our clock being wrong.</summary>
    public TimeSpan? CommandWindow { get; set; }

    /// <summary>The failure budget of a run.</summary>
    public FailureBudget? Budget { get; init; }

    /// <summary>Orchestrations that failed.</summary>
    public Func<IReadOnlyList<string>> Failures { get; init; } = static () => [];

    /// <summary>The fingerprint of a token for the present rotation.</summary>
    public string Fingerprint(string token) => Rotation is { } rotation ? Tenant(token).Fingerprint(rotation.RotationId) : "";

    /// <summary>The value of a token that the row refers to; null when no token has that fingerprint.</summary>
    public string? TokenOf(TokenReference? reference)
        => reference is null ? null : Tokens.All.FirstOrDefault(token => Fingerprint(token) == reference.Fingerprint);

    /// <summary>What the approvers accepted by name at the gates of a kind.</summary>
    public IEnumerable<string> AcceptedAt(GateKind kind)
        => Gates.Values
            .Where(gate => gate.Kind == kind && gate.Outcome is GateOutcome.Approved or GateOutcome.Skip)
            .SelectMany(gate => Rests.GetValueOrDefault(gate.GateId) ?? [])
            .Select(static item => item.Name);

    /// <summary>
    /// Whether a host is one of the machines that no agent claimed, and those were left: by the configuration, or by approvers who accepted
    /// them as one line. What a probe found is a target of its own, and not in that line.
    /// </summary>
    public bool IsLeftUnclaimed(HostView host)
        => host.WasUnlisted && (IgnoresUnclaimed || AcceptedAt(GateKind.Finish).Contains(UnclaimedLine, StringComparer.Ordinal));

    private static TenantTokens.Tokens.TenantToken Tenant(string token) => TenantTokens.Tokens.TenantToken.Parse(token);
}
