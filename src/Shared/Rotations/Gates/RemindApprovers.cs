using Microsoft.Extensions.Logging;
using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Durable;
using TenantTokens.Ledger;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Rotations.Gates;

/// <summary>
/// Notifies people of an open gate: that it was opened, repeatedly that it is still open, the escalation list that there is no decision,
/// and that its deadline has passed, which makes it count as held. It decides nothing else and never fails; a message that reached nobody
/// is recorded on the gate and tried again. Repeating it may send the same message twice.
/// </summary>
public sealed partial class RemindApprovers(
    RotationReader reader,
    GateLedger gates,
    GateMessenger messenger,
    ApprovalOptions approvals,
    AuditTrail audit,
    TimeProvider time,
    ISecretScrubber scrubber,
    ILogger<RemindApprovers> logger)
    : IActivity<GateInput, RemindApprovers.Result>
{
    private static readonly TimeSpan _afterFailure = TimeSpan.FromMinutes(5);

    /// <summary>The registered name.</summary>
    public static ActivityName<GateInput, Result> Name { get; } = new("TendGate");

    /// <inheritdoc />
    public async Task<Result> RunAsync(GateInput input, CancellationToken cancellationToken)
    {
        try
        {
            return new(await TendAsync(input, cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotTended(logger, input.RotationId, input.GateId, exception.GetType().Name, scrubber.Scrub(exception.Message));
            return new(_afterFailure);
        }
    }

    private async Task<TimeSpan> TendAsync(GateInput input, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        RotationSnapshot snapshot = await reader.ReadAsync(input.RotationId, cancellationToken);
        if (snapshot.Gate is not { } gate || gate.GateId != input.GateId)
        {
            return GateSchedule.LongestPause; // closed meanwhile; the orchestration will see it
        }

        if (gate.DeadlinePassedAt is null && now >= GateSchedule.DeadlineOf(gate, approvals))
        {
            gate = await gates.NoteAsync(
                input.RotationId,
                gate.GateId,
                found => found with { DeadlinePassedAt = found.DeadlinePassedAt ?? now },
                cancellationToken);
            await audit.AddAsync(
                input.RotationId,
                "gate-deadline-passed",
                AuditEvent.Product,
                $"Gate {gate.GateId} counts as held, because its deadline has passed. It stays open.",
                cancellationToken);
        }

        GateNews news = GateSchedule.DueAt(gate, approvals, now);
        if (news.Kind is { } kind)
        {
            string? nobody = await messenger.TellAsync(kind, snapshot with { Gate = gate }, gate, news, cancellationToken);
            gate = await gates.NoteAsync(
                input.RotationId,
                gate.GateId,
                found => nobody is null
                    ? news.Told(found, now)
                    : found with { NobodyTold = nobody, FailedMessages = found.FailedMessages + 1 },
                cancellationToken);
        }

        return GateSchedule.UntilNext(gate, approvals, time.GetUtcNow());
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1,
            Level = LogLevel.Error,
            Message = "Rotation {RotationId}: people may not have been notified of gate {GateId} ({Exception}: {Problem}). The rotation"
                + " tries again.")]
        public static partial void NotTended(ILogger logger, string rotationId, string gateId, string exception, string problem);
    }

    /// <summary>When the activity has to run again. Stored in histories: changes by addition only.</summary>
    /// <param name="Wait">How long there is nothing to send; more than zero.</param>
    public sealed record Result(TimeSpan Wait);
}
