using TenantTokens.Configuration.Options;

namespace TenantTokens.Configuration.Reading;

/// <summary>The web section.</summary>
internal sealed partial class ConfigurationReader
{
    private static WebOptions ReadWeb(ConfigurationSection section, List<EnvironmentOptions> environments)
    {
        WebOptions defaults = new();
        WebOptions options = new()
        {
            PublicAddress = ReadPublicAddress(section),
            LinkKeySecret = section.Text("linkKeySecret", SecretName().IsMatch, "the name of a vault secret: 1 to 127 letters, digits or '-'", mayShow: static _ => false) ?? defaults.LinkKeySecret,
            LinkLifetime = section.Duration("linkLifetime", defaults.LinkLifetime, least: TimeSpan.FromMinutes(1), most: TimeSpan.FromDays(30)),
            Entra = ReadEntra(section.Section("entra")),
        };
        section.End();

        // The key would be taken for a token, or a token for the key.
        if (environments.Any(environment => Same(options.LinkKeySecret, environment.ApiTokenSecret) || Same(options.LinkKeySecret, environment.TenantTokenSecret)))
        {
            section.Problem("linkKeySecret", "names a vault secret that another setting uses; the key of links needs one of its own.");
        }

        return options;
    }

    private static EntraOptions? ReadEntra(ConfigurationSection section)
    {
        string? tenant = section.Text("tenantId", IsId, "a GUID", required: true);
        string? client = section.Text("clientId", IsId, "a GUID", required: true);
        IReadOnlyList<string> callers = section.Texts("callbackIdentities", IsId, "object id (a GUID)");
        Uri? authority = ReadUrl(section, "authority", mayHavePath: false, required: false);
        section.End();
        if (tenant is null || client is null)
        {
            return null; // absent, or a mistake that has been named
        }

        EntraOptions options = new() { TenantId = tenant, ClientId = client, CallbackIdentities = callers };
        return authority is null ? options : options with { Authority = authority };
    }

    private static Uri? ReadPublicAddress(ConfigurationSection section)
    {
        string? value = section.Text(
            "publicAddress",
            static text => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
                && url.Host.Length > 0 && url.UserInfo.Length is 0 && url.Query.Length is 0 && url.Fragment.Length is 0 && url.AbsolutePath is "/",
            "an https URL (http only on this machine) without user, path, query and fragment",
            mayShow: static text => text.IndexOfAny(['@', '?', '#']) < 0);
        return value is null ? null : new Uri(value);
    }

    private static bool IsId(string value) => Guid.TryParseExact(value, "D", out _);
}
