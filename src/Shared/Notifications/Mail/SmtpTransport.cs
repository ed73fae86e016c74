using System.Net;
using System.Net.Sockets;
using Azure;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Polly;
using Polly.Timeout;
using TenantTokens.Configuration;
using TenantTokens.Configuration.Options;
using TenantTokens.Tokens;

namespace TenantTokens.Notifications.Mail;

/// <summary>
/// Submits letters to a mail server, one connection per letter. STARTTLS is required unless the server is on this machine. User and
/// password are read from the vault for each letter, so that new ones take effect at once. Answers of the server are never quoted: they may
/// contain anything.
/// </summary>
public sealed class SmtpTransport(
    string from,
    SmtpOptions options,
    Func<string, CancellationToken, Task<string>> readSecret,
    TimeProvider time) : IMailTransport
{
    private readonly ResiliencePipeline _pipeline = SmtpResilience.ForLetters(time);

    private bool IsLoopback => IPAddress.TryParse(options.Host, out IPAddress? address)
        ? IPAddress.IsLoopback(address)
        : string.Equals(options.Host, "localhost", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public async Task<string?> SendAsync(MailLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        try
        {
            using MimeMessage message = SmtpMessage.Write(from, letter);
            NetworkCredential? credential = await ReadCredentialAsync(cancellationToken);
            await _pipeline.ExecuteAsync(
                static async (submit, attempt) => await submit.Transport.SubmitAsync(submit.Message, submit.Credential, attempt),
                (Transport: this, Message: message, Credential: credential),
                cancellationToken);
            return null;
        }
        catch (Exception exception) when (Explain(exception) is not null && !cancellationToken.IsCancellationRequested)
        {
            return Explain(exception);
        }
    }

    private async Task<NetworkCredential?> ReadCredentialAsync(CancellationToken cancellationToken)
        => options is { UserSecret: { } user, PasswordSecret: { } password }
            ? new NetworkCredential(
                (await readSecret(user, cancellationToken)).Trim(),
                (await readSecret(password, cancellationToken)).TrimEnd('\r', '\n'))
            : null;

    private async Task SubmitAsync(MimeMessage message, NetworkCredential? credential, CancellationToken cancellationToken)
    {
        // Revocation is not checked, as for all other connections: closed networks reach no revocation service.
        using SmtpClient client = new() { CheckCertificateRevocation = false };
        if (options.TrustedCa is { } authority)
        {
            client.ServerCertificateValidationCallback = TrustedAuthority.CreateValidation(authority);
        }

        await client.ConnectAsync(
            options.Host,
            options.Port,
            IsLoopback ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls,
            cancellationToken);
        if (credential is not null)
        {
            await client.AuthenticateAsync(credential, cancellationToken);
        }

        await client.SendAsync(message, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    private string? Explain(Exception exception) => exception switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } refused
            => $"the mail server answered {(int)refused.StatusCode} to the recipient.",
        SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } refused
            => $"the mail server answered {(int)refused.StatusCode} to the sender {from}.",
        SmtpCommandException refused => $"the mail server answered {(int)refused.StatusCode}.",
        AuthenticationException
            => $"the mail server refused the user and password in the vault secrets {options.UserSecret} and {options.PasswordSecret}.",
        SslHandshakeException
            => "no TLS connection to the mail server: its certificate is not trusted, is for another name, or has expired (trustedCa"
                + " names a private authority).",
        NotSupportedException when !IsLoopback
            => "the mail server offers no STARTTLS, or no way to sign in; both are required unless it is on this machine.",
        NotSupportedException => "the mail server offers no way to sign in.",
        SocketException or IOException or ServiceNotConnectedException or SmtpProtocolException
            => $"the mail server {options.Host}:{options.Port} cannot be reached or hung up.",
        TimeoutRejectedException => $"the mail server gave no answer within {SmtpResilience.AttemptTimeout.TotalSeconds:0} s.",
        RequestFailedException failed
            => $"the vault secret of the mail server cannot be read: {failed.ErrorCode ?? $"status {failed.Status}"}.",
        TokenVaultException missing => missing.Message,
        InvalidOperationException when options.TrustedCa is not null => $"the file of trustedCa cannot be read: {options.TrustedCa}.",
        _ => null,
    };
}
