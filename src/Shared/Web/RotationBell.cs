using Microsoft.Extensions.Logging;
using TenantTokens.Rotations;

namespace TenantTokens.Web;

/// <summary>Wakes rotations after a write. What was written counts whatever becomes of that, so a failure is logged and told to nobody.</summary>
internal sealed partial class RotationBell(IEnumerable<IRotationWaker> wakers, ILogger<RotationBell> logger)
{
    /// <summary>Wakes a rotation.</summary>
    public async Task RingAsync(RotationRecord rotation, string? eventName)
    {
        foreach (IRotationWaker waker in wakers)
        {
            try
            {
                await waker.WakeAsync(rotation, eventName, CancellationToken.None); // the caller may be gone by now; what they wrote is not
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Log.NotWoken(logger, rotation.RotationId, exception.GetType().Name);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Rotation {RotationId} was not woken ({Exception}); what was written to its ledger counts when it next looks.")]
        public static partial void NotWoken(ILogger logger, string rotationId, string exception);
    }
}
