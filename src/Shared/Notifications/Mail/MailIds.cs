using System.Security.Cryptography;
using System.Text;
using TenantTokens.Durable;

namespace TenantTokens.Notifications.Mail;

/// <summary>Ids of mails, from what they say: a repeat is the same mail, and mail programs show it once.</summary>
internal static class MailIds
{
    /// <summary>The Message-ID of a notification to one address.</summary>
    public static string Message(Notification notification, string to, string domain)
    {
        // What is about a gate has a number. What is not may happen twice in one rotation, such as a hold: its words tell which it is.
        string which = notification.Gate is { } gate
            ? $"{gate.GateId}\n{notification.Number}"
            : $"{notification.Title}\n{notification.Text}\n{string.Join('\n', notification.Facts.Select(static fact => fact.Value))}";
        return $"{ShortHash.From($"{notification.RotationId}\n{notification.Kind}\n{to.ToUpperInvariant()}\n{which}")}@{domain}";
    }

    /// <summary>
    /// The id that all mails of a rotation answer to. No mail has it: which one comes first differs from person to person.
    /// </summary>
    public static string Thread(string rotationId, string domain) => $"{ShortHash.From($"thread\n{rotationId}")}@{domain}";

    /// <summary>The operation of handing a mail over, for services that take an id of ours.</summary>
    public static Guid Operation(string messageId) => new(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 16));
}
