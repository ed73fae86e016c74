using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TenantTokens.Durable;

namespace TenantTokens.Approvals.Links;

/// <summary>The text of a link's token: <c>1.{key id}.{claims}.{HMAC-SHA256}</c>, the last two in base64url.</summary>
internal static class LinkToken
{
    /// <summary>The longest token, in characters; a longer one is not read.</summary>
    public const int MaxLength = 2048;

    private const string Format = "1";

    public static string Write(LinkClaims claims, LinkKey key)
    {
        string signed = $"{Format}.{key.Id}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, DurableJson.Options))}";
        return $"{signed}.{Sign(signed, key)}";
    }

    /// <summary>Returns the id of the key that a token claims to be signed with; null when the text is not a token.</summary>
    public static string? KeyIdOf(string token)
        => token.Length <= MaxLength
            && Ascii.IsValid(token)
            && token.Split('.') is [Format, { Length: > 0 } id, { Length: > 0 }, { Length: > 0 }]
            ? id
            : null;

    /// <summary>Reads what a token is valid for; null unless this key signed exactly these characters.</summary>
    public static LinkClaims? Read(string token, LinkKey key)
    {
        int end = token.LastIndexOf('.');

        // The texts are compared, in constant time. Bytes can be written in more than one way, so a changed last bit might not be noticed.
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(token[(end + 1)..]),
            Encoding.ASCII.GetBytes(Sign(token[..end], key))))
        {
            return null;
        }

        return JsonSerializer.Deserialize<LinkClaims>(Base64Url.DecodeFromChars(token.Split('.')[2]), DurableJson.Options);
    }

    private static string Sign(string signed, LinkKey key)
        => Base64Url.EncodeToString(HMACSHA256.HashData(key.Value, Encoding.ASCII.GetBytes(signed)));
}
