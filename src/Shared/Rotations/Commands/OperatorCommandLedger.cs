using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using static TenantTokens.Ledger.LedgerStoreExtensions;

namespace TenantTokens.Rotations.Commands;

/// <summary>
/// Stores the commands of operators. A command is written in one conditional commit that checks whether it is allowed, so the person learns
/// at once whether it counts.
/// </summary>
public sealed class OperatorCommandLedger(
    ILedgerStore store,
    RotationLedger rotations,
    TargetLedger targets,
    AuditTrail audit,
    TimeProvider time)
{
    /// <summary>Gives a command.</summary>
    public Task<OperatorAnswer> GiveAsync(string rotationId, OperatorCommandRequest request, CancellationToken cancellationToken)
        => GiveAsync(rotationId, request, new AuditEvent(default, "command", request.By, "") { Via = "cli" }, cancellationToken);

    /// <summary>Gives a command, and records in the audit trail who gave it.</summary>
    public async Task<OperatorAnswer> GiveAsync(
        string rotationId,
        OperatorCommandRequest request,
        AuditEvent origin,
        CancellationToken cancellationToken)
    {
        (string? targetId, string? refusal) = await FindTargetAsync(rotationId, request, cancellationToken);
        if (refusal is null)
        {
            await rotations.UpdateAsync(
                rotationId,
                rotation =>
                {
                    refusal = OperatorCommandRules.Refusal(rotation, request);
                    return refusal is null ? Recorded(rotation, request, targetId) : (rotation, []);
                },
                cancellationToken);
        }

        if (refusal is not null)
        {
            return new(false, refusal);
        }

        string what = request.Target is null ? $"{request.Kind}" : $"{request.Kind} {request.Target}";
        await audit.AddAsync(
            rotationId,
            origin with { Detail = $"{what}{(request.Reason is null ? "" : $": {request.Reason}")}." },
            cancellationToken);
        return new(true, $"{what} is recorded.");
    }

    /// <summary>
    /// Returns the command to carry out now; null when there is none. Among those not taken yet, an abort comes first, else the oldest.
    /// Commands that have no effect (any more) in the present phase are skipped, because they would hide those after them. The command is
    /// taken with the move that it causes.
    /// </summary>
    public async Task<OperatorCommand?> NextAsync(RotationRecord rotation, CancellationToken cancellationToken)
    {
        OperatorCommand? next = null;
        for (int number = rotation.CommandsTaken + 1; number <= rotation.Commands; number++)
        {
            OperatorCommand? command = (await store.ReadAsync<OperatorCommand>(
                LedgerPartitions.Rotation(rotation.RotationId),
                Key(number),
                cancellationToken))?.Value;
            if (command is null || !OperatorCommandRules.Allowed(rotation).Contains(command.Kind) || IsForAnEarlierHold(rotation, command))
            {
                continue;
            }

            if (command.Kind is OperatorCommandKind.Abort)
            {
                return command;
            }

            next ??= command;
        }

        return next;
    }

    /// <summary>
    /// Records a command. One with an immediate effect changes the rotation's row; every other is a row of its own that the orchestration
    /// takes.
    /// </summary>
    private (RotationRecord Rotation, IReadOnlyList<LedgerWrite> Beside) Recorded(
        RotationRecord rotation,
        OperatorCommandRequest request,
        string? targetId)
    {
        RotationRecord signalled = rotation with { Signals = rotation.Signals + 1 };
        switch (request.Kind)
        {
            case OperatorCommandKind.Pause:
                return (signalled with { Paused = true }, []);
            case OperatorCommandKind.Resume when rotation.Phase is not RotationPhase.Parked:
                return (signalled with { Paused = false }, []);
            case OperatorCommandKind.Escalate:
                return (signalled with { Emergency = true, Reason = request.Reason }, []);
            case OperatorCommandKind.TakeOver when rotation.Phase is not RotationPhase.Parked:
                return (rotation with { ClaimTakeOver = request.Target }, []); // the next round of the sweep reads it
            default:
                OperatorCommand command = new(rotation.Commands + 1, request.Kind, request.By, request.Reason, time.GetUtcNow(), targetId);
                string? takeOver = request.Kind is OperatorCommandKind.TakeOver ? request.Target : rotation.ClaimTakeOver;
                bool paused = rotation.Paused && request.Kind is not OperatorCommandKind.Resume;
                return (
                    rotation with { Commands = command.Number, ClaimTakeOver = takeOver, Paused = paused },
                    [new LedgerWrite.Insert(Key(command.Number), ToJson(command))]);
        }
    }

    private async Task<(string? TargetId, string? Refusal)> FindTargetAsync(
        string rotationId,
        OperatorCommandRequest request,
        CancellationToken cancellationToken)
    {
        if (request.Kind is OperatorCommandKind.TakeOver)
        {
            return (null, null); // it names a copy
        }

        if (request.Target is null)
        {
            return request.Kind is OperatorCommandKind.Skip
                ? (null, "Skip needs a target. 'tenant-token hosts' lists all targets.")
                : (null, null);
        }

        TargetRecord[] found =
        [
            .. (await targets.ListAsync(rotationId, cancellationToken))
                .Where(target => target.TargetId == request.Target || target.Name == request.Target),
        ];
        return found switch
        {
            [] => (null, $"There is no target '{request.Target}'. 'tenant-token hosts' lists all targets."),
            [var one] => (one.TargetId, OperatorCommandRules.Refusal(one, request.Kind)),
            _ => (
                null,
                $"'{request.Target}' fits {found.Length} targets; name one of these:"
                    + $" {string.Join(", ", found.Select(static target => target.TargetId))}."),
        };
    }

    private static bool IsForAnEarlierHold(RotationRecord rotation, OperatorCommand command)
        => command.Kind is OperatorCommandKind.Resume or OperatorCommandKind.Forward
            && rotation.ParkReason is { } hold
            && command.Number <= hold.CommandsBefore;

    private static string Key(int number) => $"command|{number:D6}";
}
