namespace TenantTokens.Approvals.Links;

/// <summary>A key that signs links. This is not a record, because it must not print its value.</summary>
/// <param name="id">The version of the vault secret, which is part of every link.</param>
/// <param name="value">At least <see cref="LeastBytes"/> bytes.</param>
internal sealed class LinkKey(string id, byte[] value)
{
    /// <summary>The fewest bytes of a key: the length of an HMAC-SHA256 (RFC 2104 §3 discourages less).</summary>
    public const int LeastBytes = 32;

    public string Id => id;

    public ReadOnlySpan<byte> Value => value;
}
