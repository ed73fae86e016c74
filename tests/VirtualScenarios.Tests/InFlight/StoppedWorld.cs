using System.Text.Json;

namespace TenantTokens.VirtualScenarios.Tests.InFlight;

/// <summary>
/// The world at the moment at which a rotation was stopped, as far as it differs from the world that the same seed makes. Tokens are called
/// "old" and "new"; the seed gives their values.
/// </summary>
/// <param name="At">When it was stopped.</param>
/// <param name="RotationId">Which rotation.</param>
/// <param name="DrivenSince">When the orchestration began that drove it.</param>
/// <param name="Machines">How many machines.</param>
/// <param name="Seed">Which world.</param>
/// <param name="Approvers">Who decides the gates that are still to come, in this order.</param>
/// <param name="StartedAt">When start took effect; null when it has not.</param>
/// <param name="Applied">The hosts whose token had been changed, each as often as it was.</param>
internal sealed record StoppedWorld(
    DateTimeOffset At,
    string RotationId,
    DateTimeOffset DrivenSince,
    int Machines,
    int Seed,
    IReadOnlyList<string> Approvers,
    DateTimeOffset? StartedAt,
    IReadOnlyList<string> Applied)
{
    public required IReadOnlyList<Secret> Vault { get; init; }

    public required IReadOnlyList<Host> Hosts { get; init; }

    public required IReadOnlyList<Command> Commands { get; init; }

    /// <summary>A version of a secret.</summary>
    internal sealed record Secret(
        string Name,
        string Id,
        string Value,
        DateTimeOffset Created,
        DateTimeOffset Updated,
        bool Enabled,
        long? Expires,
        string? ContentType,
        IReadOnlyDictionary<string, string> Tags);

    internal sealed record Host(string Name, bool IsOn, IReadOnlyList<Part> Parts, IReadOnlyList<Service> Services);

    /// <summary>A component of a host, the token in each of its files, and what the last command left there.</summary>
    internal sealed record Part(string Component, IReadOnlyList<string> Tokens, DateTimeOffset WrittenAt, Marker? Marker);

    internal sealed record Marker(
        long Generation,
        string Rotation,
        string Action,
        string State,
        string Fingerprint,
        DateTimeOffset ChangedAt,
        IReadOnlyList<string> Services);

    internal sealed record Service(string Name, bool IsActive, DateTimeOffset? StartedAt, DateTimeOffset? StoppedAt, int Starts, int Stops);

    /// <summary>A run command that stands on a machine: still on its way, or ended (then with its outcome).</summary>
    internal sealed record Command(
        string Machine,
        string Name,
        string Location,
        JsonElement? Tags,
        string ScriptHash,
        IReadOnlyDictionary<string, string> Parameters,
        IReadOnlyDictionary<string, string> Protected,
        TimeSpan Timeout,
        bool IsAsync,
        bool FailsDeployment,
        string Hash,
        DateTimeOffset PutAt,
        Outcome? Outcome);

    internal sealed record Outcome(
        string ProvisioningState,
        string ExecutionState,
        string Message,
        int ExitCode,
        string Output,
        string Error,
        DateTimeOffset? StartedAt,
        DateTimeOffset? EndedAt);
}
