using Microsoft.Extensions.Logging;
using TenantTokens.Approvals;
using TenantTokens.Durable;
using TenantTokens.Notifications;
using TenantTokens.Rotations.Messages;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Rotations.Gates;

/// <summary>
/// Notifies people of gates that were closed without a decision, because their votes and links are no longer valid. It never fails. A
/// message that reached nobody is audited and not repeated, since people are notified of the gate that replaces it anyway. Returns the
/// number of gates.
/// </summary>
public sealed partial class NotifySuperseded(
    RotationReader reader,
    GateLedger gates,
    GateMessenger messenger,
    TimeProvider time,
    ISecretScrubber scrubber,
    ILogger<NotifySuperseded> logger) : IActivity<string, int>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, int> Name { get; } = new("TellSuperseded");

    /// <inheritdoc />
    public async Task<int> RunAsync(string input, CancellationToken cancellationToken)
    {
        int told = 0;
        try
        {
            List<GateRecord> superseded = await gates.ListAsync(input, cancellationToken)
                .Where(static gate => gate.IsWithdrawalUntold)
                .ToListAsync(cancellationToken);
            if (superseded is [])
            {
                return 0;
            }

            RotationSnapshot snapshot = await reader.ReadAsync(input, cancellationToken);
            foreach (GateRecord gate in superseded)
            {
                await messenger.TellAsync(NotificationKind.Superseded, snapshot, gate, news: null, cancellationToken);
                await gates.NoteAsync(input, gate.GateId, found => found with { WithdrawalToldAt = time.GetUtcNow() }, cancellationToken);
                told++;
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotTold(logger, input, exception.GetType().Name, scrubber.Scrub(exception.Message));
        }

        return told;
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1,
            Level = LogLevel.Error,
            Message = "Rotation {RotationId}: people may not have been notified that a gate was superseded ({Exception}: {Problem}).")]
        public static partial void NotTold(ILogger logger, string rotationId, string exception, string problem);
    }
}
