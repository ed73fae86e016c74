using TenantTokens.Rotations;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Ledger;

/// <summary>Commands of operators: rows written in one conditional commit that checks that they are allowed.</summary>
public sealed class CommandLedger(ILedgerStore store, RotationLedger rotations, AuditTrail audit, TimeProvider time)
{
    /// <summary>Gives a command.</summary>
    public async Task<CommandAnswer> GiveAsync(string rotationId, RotationCommandKind kind, string by, string? reason, CancellationToken cancellationToken)
    {
        string? refusal = null;
        await rotations.UpdateAsync(
            rotationId,
            rotation =>
            {
                refusal = CommandRules.Refusal(rotation, kind);
                if (refusal is not null)
                {
                    return (rotation, []);
                }

                RotationCommand command = new(rotation.Commands + 1, kind, by, reason, time.GetUtcNow());
                return (rotation with { Commands = command.Number }, [new LedgerWrite.Insert(Key(command.Number), ToJson(command))]);
            },
            cancellationToken);
        if (refusal is not null)
        {
            return new(false, refusal);
        }

        await audit.AddAsync(rotationId, "command", by, $"{kind}{(reason is null ? "" : $": {reason}")}.", cancellationToken);
        return new(true, $"{kind} is recorded.");
    }

    /// <summary>
    /// The command to do now; null when there is none. Of those not taken yet: an abort before all others, else the first; never one that means
    /// nothing (any more) where the rotation stands, or it would hide those after it. It is taken with the move that it leads to.
    /// </summary>
    public async Task<RotationCommand?> NextAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        RotationCommand? next = null;
        for (int number = rotation.CommandsTaken + 1; number <= rotation.Commands; number++)
        {
            RotationCommand? command = (await store.ReadAsync<RotationCommand>(LedgerPartitions.Rotation(rotation.RotationId), Key(number), cancellationToken))?.Value;
            if (command is null || CommandRules.Refusal(rotation, command.Kind) is not null || IsForAnEarlierHold(rotation, command))
            {
                continue;
            }

            if (command.Kind is RotationCommandKind.Abort)
            {
                return command;
            }

            next ??= command;
        }

        return next;
    }

    private static bool IsForAnEarlierHold(RotationRecord rotation, RotationCommand command)
        => command.Kind is RotationCommandKind.Resume && rotation.Hold is { } hold && command.Number <= hold.CommandsBefore;

    private static string Key(int number) => $"command|{number:D6}";
}
