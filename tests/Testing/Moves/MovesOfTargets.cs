using System.Text.Json;
using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Testing.Ledger;

namespace TenantTokens.Testing.Moves;

/// <summary>
/// What a ledger keeps of the targets of every rotation in it, and which of their moves <see cref="TargetMoves"/> refuses.
/// </summary>
internal sealed class MovesOfTargets
{
    private const string Rotation = "rotation";
    private const string Targets = "targets";

    private readonly Lock _sync = new();
    private readonly Dictionary<string, RotationPhase> _phases = new(StringComparer.Ordinal);
    private readonly Dictionary<(string RotationId, string TargetId), TargetRecord> _targets = [];
    private readonly List<string> _refused = [];

    /// <summary>A row was there before anybody watched.</summary>
    public void Knows(string partition, LedgerRow row)
    {
        lock (_sync)
        {
            Take(partition, row.Key, row.Json, isMove: false);
        }
    }

    /// <summary>A commit was kept. Commits are told in the order in which they were made.</summary>
    public void Committed(string partition, IReadOnlyList<LedgerWrite> writes)
    {
        lock (_sync)
        {
            foreach (LedgerWrite write in writes)
            {
                Take(partition, write.Key, LedgerWrites.JsonOf(write), isMove: true);
            }
        }
    }

    /// <summary>Fails the test when a target has moved as nothing allows.</summary>
    public void AssertAllowed()
    {
        lock (_sync)
        {
            Assert.True(_refused.Count == 0, $"Moves of targets that TargetTransitions does not allow:\n{string.Join('\n', _refused)}");
        }
    }

    private void Take(string partition, string key, string? json, bool isMove)
    {
        string[] parts = partition.Split(':');
        if (parts is [Rotation, ..] && key is Rotation && json is not null)
        {
            _phases[parts[1]] = Read<RotationRecord>(json).Phase;
        }
        else if (parts is [Targets, ..] && json is null)
        {
            _targets.Remove((parts[1], key));
        }
        else if (parts is [Targets, ..])
        {
            Take(parts[1], Read<TargetRecord>(json!), isMove);
        }
    }

    private void Take(string rotationId, TargetRecord after, bool isMove)
    {
        if (isMove
            && _targets.TryGetValue((rotationId, after.TargetId), out TargetRecord? before)
            && _phases.TryGetValue(rotationId, out RotationPhase phase)
            && TargetMoves.AreWatchedIn(phase)
            && TargetMoves.Refusal(before, after) is { } refusal)
        {
            _refused.Add($"{rotationId}, {phase}: {refusal}");
        }

        _targets[(rotationId, after.TargetId)] = after;
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, DurableJson.Options)!;
}
