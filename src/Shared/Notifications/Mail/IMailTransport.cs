namespace TenantTokens.Notifications.Mail;

/// <summary>Submits mail for delivery.</summary>
public interface IMailTransport
{
    /// <summary>
    /// Submits a letter, with retries where they help. Where the service can recognize a repeat, submitting the same letter twice must not
    /// send it twice.
    /// </summary>
    /// <returns>Why it was not accepted, in a sentence without a secret; null when it was accepted.</returns>
    Task<string?> SendAsync(MailLetter letter, CancellationToken cancellationToken);
}
