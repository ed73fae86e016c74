using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TenantTokens.Web.KeyRing;

namespace TenantTokens.Web.Guards;

/// <summary>Reads the forms of our own pages.</summary>
public sealed class FormReader(IAntiforgery antiforgery)
{
    /// <summary>More than our forms ever send.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <summary>How many fields a form has at most.</summary>
    public const int MaxFields = 20;

    /// <summary>How many characters the name of a field has at most.</summary>
    public const int MaxName = 100;

    /// <summary>How many characters the value of a field has at most.</summary>
    public const int MaxValue = 16 * 1024;

    private static readonly FormOptions _limits = new()
    {
        ValueCountLimit = MaxFields,
        KeyLengthLimit = MaxName,
        ValueLengthLimit = MaxValue,
        BufferBodyLengthLimit = MaxBytes,
    };

    /// <summary>The form's fields, or why they are refused.</summary>
    /// <exception cref="AntiforgeryValidationException">
    /// The keys cannot be read, so nobody knows whether the form is ours: caused by a <see cref="KeyRingException"/>.
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
            await antiforgery.ValidateRequestAsync(context); // says why it is not valid, which IsRequestValidAsync keeps to itself
            return (form, null);
        }
        catch (AntiforgeryValidationException exception) when (KeyRingException.CauseOf(exception) is null)
        {
            return (null, Refusals.Forgery);
        }
        catch (InvalidDataException) // one of these limits, or a NUL; a body of too many bytes is a BadHttpRequestException
        {
            return (null, Refusals.Form);
        }
    }
}
