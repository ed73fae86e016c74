using System.Security.Cryptography;
using System.Text;
using TenantTokens.Durable;

namespace TenantTokens.Notifications.Mail;

/// <summary>Derives the ids of mails from their content, so that a repeat has the same id and mail programs show it once.</summary>
internal static class MailIds
{
    /// <summary>Returns the Message-ID of a notification to one address.</summary>
    public static string Message(Notification notification, string to, string domain)
    {
        // Messages about a gate are numbered. Other messages may occur twice in one rotation, for example a hold; their text distinguishes
        // them.
        string which = notification.Gate is { } gate
            ? $"{gate.GateId}\n{notification.Number}"
            : $"{notification.Title}\n{notification.Text}\n{string.Join('\n', notification.Facts.Select(static fact => fact.Value))}";
        return $"{ShortHash.From($"{notification.RotationId}\n{notification.Kind}\n{to.ToUpperInvariant()}\n{which}")}@{domain}";
    }

    /// <summary>
    /// Returns the id that all mails of a rotation reply to. No mail has this id itself: the first mail differs from person to person.
    /// </summary>
    public static string Thread(string rotationId, string domain) => $"{ShortHash.From($"thread\n{rotationId}")}@{domain}";

    /// <summary>Returns the id of the submission, for services that accept an id from the client.</summary>
    public static Guid Operation(string messageId) => new(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 16));
}
