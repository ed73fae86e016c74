using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Simulation.Actors;
using TenantTokens.Simulation.Checks;
using TenantTokens.Testing.Ledger;

namespace TenantTokens.Simulation.Runs;

/// <summary>What one installation writes to its ledger, as the checks see it.</summary>
internal sealed class CopyRecords(SeedRun run, CopyRun copy)
{
    private Sight Sight => copy.Sight;

    private string Name => copy.Installation.Name;

    /// <summary>A commit has been kept.</summary>
    public void Committed(string partition, IReadOnlyList<LedgerWrite> writes)
    {
        string[] parts = partition.Split(':');
        foreach (LedgerWrite write in writes)
        {
            string[] key = write.Key.Split('|');
            string? json = LedgerWrites.JsonOf(write);
            run.Step($"{Name} writes {parts[0]} {key[0]}");
            if (parts[0] is not "audit")
            {
                copy.Web.Note($"{parts[0]} {key[0]}");
            }

            switch (parts[0], key[0])
            {
                case ("rotation", "rotation") when json is not null:
                    Wrote(Read<RotationRecord>(partition, write.Key, json));
                    break;
                case ("rotation", "gate") when json is not null:
                    Wrote(Read<GateRecord>(partition, write.Key, json));
                    break;
                case ("rotation", "rest") when json is not null:
                    Of(Sight.Rests, key[1]).Add(Read<ExceptionItem>(partition, write.Key, json));
                    break;
                case ("rotation", "vote") when json is not null:
                    Of(Sight.Votes, key[1])[key[2]] = Read<Vote>(partition, write.Key, json);
                    break;
                case ("targets", _) when json is not null:
                    Wrote(Read<TargetRecord>(partition, write.Key, json));
                    break;
                case ("targets", _):
                    Sight.Targets.Remove(write.Key);
                    break;
                case ("audit", _) when json is not null:
                    Sight.Audited.Add(Read<AuditEvent>(partition, write.Key, json).Code);
                    break;
            }
        }

        run.Options.Book?.Note(run.Story.Seed, Sight, copy.Installation, run.Now);
    }

    private void Wrote(RotationRecord row)
    {
        RotationRecord? before = Sight.Rotation;
        Sight.Rotation = row;
        run.Look(new Happening.RowWritten(before, row), copy);
        if (before?.Phase != row.Phase || before?.ParkReason?.Since != row.ParkReason?.Since)
        {
            run.Tell($"{Name}: {row.Phase}{(row.ParkReason is { } hold ? $" ({hold.Code})" : "")}.");
            run.Reached("-");
            copy.Happened(Moments.Phase(row.Phase));
            if (row.ParkReason is { } held)
            {
                copy.Happened(Moments.Held(held.Code));
            }
        }
    }

    private void Wrote(TargetRecord target)
    {
        TargetRecord? before = Sight.Targets.GetValueOrDefault(target.TargetId);
        Sight.Targets[target.TargetId] = target;
        if (!NothingStartsOverBudget.Counts(target))
        {
            Sight.FailingSince.Remove(target.TargetId);
        }
        else
        {
            Sight.FailingSince.TryAdd(target.TargetId, run.Now);
        }

        if (target is { State: TargetState.Failed, Code: "start-failed" })
        {
            Sight.NeedsPerson.Add(target.TargetId);
        }

        run.Look(new Happening.TargetWritten(before, target), copy);
    }

    private void Wrote(GateRecord gate)
    {
        bool isNew = !Sight.Gates.ContainsKey(gate.GateId);
        bool closes = gate.Outcome is not null && Sight.Gates.GetValueOrDefault(gate.GateId)?.Outcome is null;
        Sight.Gates[gate.GateId] = gate;
        if (isNew)
        {
            copy.Approvers.Opened(gate.Kind);
            run.Tell($"{Name}: gate {gate.GateId} opens{(gate.ExceptionCount > 0 ? $", naming {FirstNamed(gate)}" : "")}.");
            copy.Happened(Moments.Gate(gate.Kind));
            copy.Approvers.BeginToDecide(gate);
        }
        else if (closes)
        {
            run.Tell($"{Name}: gate {gate.GateId} is {gate.Outcome}.");
        }
    }

    private string FirstNamed(GateRecord gate)
        => string.Join(
            ", ",
            (Sight.Rests.GetValueOrDefault(gate.GateId) ?? []).Select(static item => $"{item.Name} ({item.State})").Take(3));

    private T Read<T>(string partition, string key, string json)
        where T : class
        => copy.Installation.Rows.Written<T>(partition, key, json);

    private static TValue Of<TValue>(Dictionary<string, TValue> from, string key)
        where TValue : new()
        => from.TryGetValue(key, out TValue? value) ? value : from[key] = new TValue();
}
