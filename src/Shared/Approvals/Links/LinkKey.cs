namespace TenantTokens.Approvals.Links;

/// <summary>A key that signs links. No record: it must not print its value.</summary>
/// <param name="id">The version of the vault secret, which stands in every link.</param>
/// <param name="value">At least <see cref="LeastBytes"/> bytes.</param>
internal sealed class LinkKey(string id, byte[] value)
{
    /// <summary>As long as what HMAC-SHA256 gives (RFC 2104 §3 discourages less).</summary>
    public const int LeastBytes = 32;

    public string Id => id;

    public ReadOnlySpan<byte> Value => value;
}
