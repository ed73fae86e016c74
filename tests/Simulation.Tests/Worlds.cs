using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Simulation.Checks;

namespace TenantTokens.Simulation.Tests;

/// <summary>Makes what checks look at, by hand.</summary>
internal static class Worlds
{
    public const string Old = "old-token-1234";
    public const string Fresh = "new-token-1234";
    public const string Third = "third-token-1234";
    private const string Id = "rot-1";

    public static DateTimeOffset Now { get; } = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A rotation of ours: started, its tokens in the vault.</summary>
    public static Sight Started(Action<TokenHistory>? more = null)
    {
        TokenHistory tokens = new(Old);
        tokens.Started("ours", Fresh);
        more?.Invoke(tokens);
        Sight sight = new()
        {
            Copy = "ours",
            Tokens = tokens,
            Now = Now,
            Vault = static () => [new("v1", Old, true), new("v2", Fresh, true)],
        };
        sight.Rotation = Row(RotationPhase.RotatingOneAgents);
        return sight;
    }

    public static RotationRecord Row(RotationPhase phase) => new()
    {
        RotationId = Id,
        EnvironmentId = "sim00001",
        RequestedBy = "rachel",
        CreatedAt = Now,
        Phase = phase,
        StartTookEffect = true,
        OldToken = new("v1", Mark(Old)),
        NewToken = new("v2", Mark(Fresh)),
    };

    public static string Mark(string token) => TenantTokens.Tokens.TenantToken.Parse(token).Fingerprint(Id);

    public static TargetRecord Target(string name, TargetState state, bool touched = true) => new()
    {
        TargetId = name,
        Name = name,
        Component = name.StartsWith("activegate", StringComparison.Ordinal) ? Component.ActiveGate : Component.OneAgent,
        State = state,
        ApplyNotAfter = touched ? Now : null,
    };

    public static Sight With(this Sight sight, params TargetRecord[] targets)
    {
        foreach (TargetRecord target in targets)
        {
            sight.Targets[target.TargetId] = target;
        }

        return sight;
    }

    /// <summary>An approved gate that names these.</summary>
    public static Sight Accepting(this Sight sight, GateKind kind, params string[] names)
    {
        string id = $"{kind}-1".ToLowerInvariant();
        sight.Gates[id] = Gate(id, kind, GateOutcome.Approved);
        sight.Rests[id] = [.. names.Select(static name => new ExceptionItem(name, "Unreachable", "off"))];
        return sight;
    }

    public static GateRecord Gate(string id, GateKind kind, GateOutcome outcome) => new()
    {
        GateId = id,
        Kind = kind,
        PlanHash = "hash",
        RequestedBy = "rachel",
        Approvers = ["alice", "bob"],
        Quorum = 1,
        Choices = [GateChoice.Approve],
        OpenedAt = Now,
        ExceptionCount = 0,
        Outcome = outcome,
    };

    public static Sight WithHosts(this Sight sight, params HostView[] hosts) => new()
    {
        Copy = sight.Copy,
        Tokens = sight.Tokens,
        Now = sight.Now,
        Rotation = sight.Rotation,
        Targets = sight.Targets,
        Gates = sight.Gates,
        Rests = sight.Rests,
        Vault = sight.Vault,
        Hosts = () => hosts,
        NeedsPerson = sight.NeedsPerson,
    };

    public static HostView Host(string name, string loaded, bool isAccepted = true, bool runs = true)
        => new(name, name.Split('/')[1], IsOn: true, runs, loaded, isAccepted, DarkSince: isAccepted ? null : Now.AddHours(-2))
        {
            StoppedAt = runs ? null : Now.AddHours(-2),
        };
}
