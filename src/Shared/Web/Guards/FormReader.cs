using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Guards;

/// <summary>Reads the forms of our own pages.</summary>
public sealed class FormReader(IAntiforgery antiforgery)
{
    /// <summary>The largest body in bytes, more than our forms ever send.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <summary>The most fields of a form.</summary>
    public const int MaxFields = 20;

    /// <summary>The longest name of a field, in characters.</summary>
    public const int MaxName = 100;

    /// <summary>The longest value of a field, in characters.</summary>
    public const int MaxValue = 16 * 1024;

    private static readonly FormOptions _limits = new()
    {
        ValueCountLimit = MaxFields,
        KeyLengthLimit = MaxName,
        ValueLengthLimit = MaxValue,
        BufferBodyLengthLimit = MaxBytes,
    };

    /// <summary>Reads the form's fields, or says why they are refused.</summary>
    /// <exception cref="AntiforgeryValidationException">
    /// The keys cannot be read, so it is not known whether the form is ours. Its cause is a <see cref="KeyRingException"/>.
    /// </exception>
    internal async Task<(IFormCollection? Form, Refusal? Refusal)> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentType?.Split(';')[0]
            .Trim()
            .Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is not true)
        {
            return (null, Refusals.WrongType("application/x-www-form-urlencoded, as the page's own form does"));
        }

        context.Features.Set<IFormFeature>(new FormFeature(context.Request, _limits));
        try
        {
            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
            await antiforgery.ValidateRequestAsync(context); // throws with the reason, which IsRequestValidAsync does not give
            return (form, null);
        }
        catch (AntiforgeryValidationException exception) when (KeyRingException.CauseOf(exception) is null)
        {
            return (null, Refusals.Forgery);
        }
        catch (InvalidDataException) // one of these limits, or a NUL; a body that is too large is a BadHttpRequestException
        {
            return (null, Refusals.Form);
        }
    }
}
