namespace TenantTokens.Notifications.Mail;

/// <summary>A way to hand a letter over for delivery.</summary>
public interface IMailTransport
{
    /// <summary>
    /// Hands it over, tried again where that helps. Handing the same letter over twice must not make two of it where the way can tell.
    /// </summary>
    /// <returns>Why it was not taken, in a sentence without a secret; null when it was.</returns>
    Task<string?> SendAsync(MailLetter letter, CancellationToken cancellationToken);
}
