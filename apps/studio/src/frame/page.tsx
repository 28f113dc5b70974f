import { type ReactNode, useEffect } from "react"
import { Link, useLocation } from "wouter"
import { Breadcrumb } from "../ui/breadcrumb.tsx"
import { classNames } from "../ui/class-names.ts"
import styles from "./page.module.css"
import { Slot } from "./slots.tsx"

export interface PageProps {
  /** Of the document too. */
  title: string
  /** What stands above it; the title is added last. */
  breadcrumb?: readonly { label: string; href?: string }[]
  /** Left of the title: a state, a type. */
  mark?: ReactNode
  /** One line under the title. */
  description?: ReactNode
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** The content has the whole height and scrolls by itself (lists, split panes); else the page scrolls. */
  fill?: boolean
  /** No line with the title, no distance around: the content is all of the page (authoring). */
  bare?: boolean
  children?: ReactNode
}

/** What every page stands in: its title (also of the document), breadcrumb, actions, and room. */
export function Page({
  title,
  breadcrumb = [],
  mark,
  description,
  actions,
  fill,
  bare,
  children,
}: PageProps) {
  const [location] = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has taken the title away
  useEffect(() => {
    document.title = `${title} · Millrace`
  }, [title, location])
  const items = [...breadcrumb, { label: title }]
  return (
    <div className={classNames(styles.page, (fill || bare) && styles.fill)}>
      <Slot name="breadcrumb">
        <Breadcrumb
          items={items.map(({ label, ...rest }, at) => ({
            key: `${at} ${label}`,
            title: label,
            content: "href" in rest && rest.href ? <Link href={rest.href}>{label}</Link> : label,
          }))}
        />
      </Slot>
      {bare ? (
        <>
          <h1 className="visually-hidden">{title}</h1>
          {children}
        </>
      ) : (
        <div className={classNames(styles.room, fill && styles.fill)}>
          <header className={styles.head}>
            <div className={styles.titles}>
              <div className={styles.line}>
                {mark}
                <h1 className={styles.title} title={title}>
                  {title}
                </h1>
              </div>
              {description ? <div className={styles.description}>{description}</div> : null}
            </div>
            {actions ? <div className={styles.actions}>{actions}</div> : null}
          </header>
          {fill ? <div className={styles.content}>{children}</div> : children}
        </div>
      )}
    </div>
  )
}
