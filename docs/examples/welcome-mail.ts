import type { Transporter } from "nodemailer";
import { ack, type Handlers, nak, term } from "../../service/consumer/src";

/** Sends a welcome mail to each new user. The event's id is the mail's, so that a repeat can be told by mail servers. */
export function welcomeMail(transport: Transporter): Handlers {
  return {
    "auth.user.registered": async ({ id, data }) => {
      try {
        await transport.sendMail({
          from: "welcome@example.com",
          to: { name: data.name, address: data.email },
          subject: "Welcome",
          text: `Hello ${data.name}, your account is ready.`,
          messageId: `<${id}@example.com>`,
        });
        return ack;
      } catch (error) {
        return outcomeOf((error as { readonly responseCode?: number }).responseCode);
      }
    },
  };
}

/** SMTP says which failures pass (RFC 5321, 4.2.1): 4xx for a while, 5xx for good. Without an answer: not now. */
function outcomeOf(code = 0) {
  return code >= 500 ? term(`the mail server refused the mail for good: ${code}`) : nak(30_000);
}
