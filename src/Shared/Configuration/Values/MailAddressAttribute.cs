namespace TenantTokens.Configuration.Values;

/// <summary>
/// Takes a <see cref="MailAddress"/>. The framework's EmailAddress takes any text with one '@' in it, line breaks included.
/// </summary>
public sealed class MailAddressAttribute : TextFormAttribute
{
    public MailAddressAttribute()
        : base(MailAddress.Allowed)
    {
        MinLength = 3;
        MaxLength = 254;
        Pattern = "@";
    }

    /// <inheritdoc />
    public override bool Matches(string text) => MailAddress.IsValid(text);
}
