using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TenantTokens.Tokens;

/// <summary>
/// A tenant token's value, kept from leaking by accident: it prints as "***", is not serializable and is not a record. Only <see
/// cref="Reveal"/> returns the value, and only code that fills the vault, a protected run-command parameter or a comparison may call it.
/// </summary>
/// <remarks>
/// Two shapes are in use: 16 alphanumerics, and <c>dt0a02.</c> + 24. So the alphabet is checked and the exact length is not
/// (docs/facts/dynatrace.md §1.3).
/// </remarks>
public sealed partial class TenantToken : IEquatable<TenantToken>
{
    private readonly string _value;

    private TenantToken(string value) => _value = value;

    /// <summary>Accepts 8 to 256 letters, digits, '.', '_' and '-'.</summary>
    /// <exception cref="FormatException">The value is something else; the message does not quote it.</exception>
    public static TenantToken Parse(string? value)
        => TryParse(value, out TenantToken? token)
            ? token
            : throw new FormatException(
                "The value is not a tenant token. A tenant token has 8 to 256 characters: letters, digits, '.', '_' or '-'.");

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse(string? value, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TenantToken? token)
    {
        token = value is not null && Allowed().IsMatch(value) ? new TenantToken(value) : null;
        return token is not null;
    }

    /// <summary>The secret itself.</summary>
    public string Reveal() => _value;

    /// <summary>
    /// Returns what may be shown and recorded instead of the token: the first 16 hex digits of SHA-256("{rotationId}:{token}"), lower case.
    /// It differs between rotations.
    /// </summary>
    public string Fingerprint(string rotationId)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{rotationId}:{_value}")))[..16];

    /// <inheritdoc />
    public bool Equals(TenantToken? other)
        => other is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(_value), Encoding.UTF8.GetBytes(other._value));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as TenantToken);

    /// <inheritdoc />
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value);

    /// <summary>Always "***".</summary>
    public override string ToString() => "***";

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{8,256}\z")]
    private static partial Regex Allowed();
}
