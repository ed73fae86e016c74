using MimeKit;

namespace TenantTokens.Testing.Mail;

/// <summary>A mail as the server took it.</summary>
/// <param name="Message">What stands in it.</param>
/// <param name="From">The envelope's sender.</param>
/// <param name="To">The envelope's receivers.</param>
/// <param name="IsSecure">Whether it came over TLS.</param>
/// <param name="User">Who had signed in.</param>
internal sealed record TakenMail(MimeMessage Message, string From, IReadOnlyList<string> To, bool IsSecure, string? User);
