using TenantTokens.Notifications;
using TenantTokens.Rotations.Reading;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Following;

/// <summary>Reports the channels that did not deliver the last message.</summary>
internal static class NotificationLines
{
    /// <summary>Writes a line for each channel with a problem; nothing when there is none.</summary>
    public static void Write(TerminalWriter output, RotationSnapshot snapshot)
    {
        foreach (ChannelState channel in snapshot.Notifications.Where(static channel => channel.Problem is not null))
        {
            string whom = channel.IsSent ? "did not reach every recipient"
                : channel.FailedInARow > 1 ? $"failed, like the {channel.FailedInARow - 1} before it"
                : "failed";
            output.WriteLine($"Notification over {channel.Channel} ({channel.Kind}, {channel.At:u}) {whom}: {channel.Problem}");
        }
    }
}
